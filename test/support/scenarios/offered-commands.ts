import { rollbackCommand, workloadRollbackCommand } from '../../../cli/rollback/command.js';
import type { NotRestored } from '../../../core/deployment/list-not-restored.js';
import { parseImage } from '../../../core/rollback/image-reference.js';
import type { DeploymentDocument } from '../../../functions/support/deployments/document.js';
import type { Installation } from '../installation.js';

const ROLLBACK = /(?:push (?<images>.+) again.*: )?autoland (?<what>svc )?rollback (?<flags>.+)$/;

/** Tries, beforehand, each rollback that the verdict offers; those that are refused. Images that are to be pushed are. */
export async function listRefusedOffers(
  it: Installation,
  { notRestored }: DeploymentDocument,
): Promise<readonly string[]> {
  const refused: string[] = [];
  for (const { instructions } of notRestored as readonly NotRestored[])
    for (const instruction of instructions) {
      const offer = ROLLBACK.exec(instruction)?.groups;
      if (!offer) continue;
      const { images, what, flags = '' } = offer;
      const order = readFlags(what !== undefined, flags.split(' '));
      // Before they are pushed it is refused: otherwise nobody would have to push them.
      if (images && (await isAccepted(it, order))) refused.push(`needless: ${instruction}`);
      for (const image of images?.split(', ') ?? []) push(it, image);
      if (!(await isAccepted(it, order))) refused.push(instruction);
    }
  return refused;
}

async function isAccepted(it: Installation, order: object): Promise<boolean> {
  return (await it.post('/v1/rollbacks?dryRun=true', order)).status === 200;
}

/** As the command line understands them. */
function readFlags(isWorkload: boolean, flags: readonly string[]): object {
  const command = isWorkload ? workloadRollbackCommand('service') : rollbackCommand();
  command.exitOverride().parseOptions([...flags]);
  const { app, env, name, to, force, newStacks, addons } = command.opts();
  return {
    application: app,
    environment: env,
    ...(name ? { workload: name } : {}),
    ...(to ? { to } : {}),
    ...(force ? { force } : {}),
    ...(newStacks ? { newStacks } : {}),
    ...(addons ? { rollBackAddons: addons } : {}),
  };
}

function push({ account }: Installation, image: string): void {
  const [reference = '', named] = image.split(' tagged ');
  const { repository, digest, tag = named } = parseImage(reference);
  account.images.push(repository, { tags: tag ? [tag] : [], ...(digest ? { digest } : {}) });
}
