import type { SimulatedAccount } from '../account/simulated-account.js';
import type { Assumptions } from './assume.js';
import type { Prepared } from './prepare.js';

/** Puts into the account what the releases refer to and nobody in the workspace makes: images, alarms, exports. */
export function furnishAccount(
  account: SimulatedAccount,
  { alarms, exports, assumptions }: Pick<Prepared, 'alarms' | 'exports' | 'assumptions'>,
): void {
  for (const name of alarms) account.alarms.create(name);
  pushImages(account, assumptions.images);
  pushImages(account, assumptions.previousImages);
  if (exports.length > 0)
    account.setup.stack({ stackName: 'made-elsewhere', template: exportingTemplate(exports) });
}

function pushImages(account: SimulatedAccount, images: Assumptions['images']): void {
  for (const { repository, digest, tag } of Object.values(images).flatMap((one) =>
    Object.values(one),
  )) {
    const name = repository.slice(repository.indexOf('/') + 1);
    account.images.push(name, { ...(digest ? { digest } : {}), ...(tag ? { tags: [tag] } : {}) });
  }
}

function exportingTemplate(names: readonly string[]): object {
  const outputs = names.map((name, index) => [
    `Output${index}`,
    { Value: `value-of-${name}`, Export: { Name: name } },
  ]);
  return {
    Resources: { Handle: { Type: 'AWS::CloudFormation::WaitConditionHandle' } },
    Outputs: Object.fromEntries(outputs),
  };
}
