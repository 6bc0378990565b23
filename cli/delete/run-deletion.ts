import type { Obstacle } from '../../core/deletion/deletion-plan.js';
import type { Problem } from '../../functions/support/api/problem.js';
import type { DeletionPreview } from '../../functions/support/deletion/preview.js';
import { type ApiClient, ask, toError } from '../api-client.js';
import type { Asker } from '../asker.js';
import { EXIT_CODES } from '../exit-codes.js';
import { followDeployment } from '../follow-deployment.js';
import { formatPlan } from './format-plan.js';

export type DeletionOrder = {
  /** Path of the API that names what is to go. */
  readonly path: string;
  readonly cascade: boolean;
  readonly confirm: readonly string[];
  /** Only tells what would go. */
  readonly dryRun: boolean;
  /** Nobody is asked. */
  readonly yes: boolean;
};

export type DeletionTools = {
  readonly client: ApiClient;
  readonly asker: Asker;
  readonly print: (line: string) => void;
  /** Milliseconds between two looks at a deletion that runs. */
  readonly pollMs: number;
};

/** Shows what would go, asks, deletes, and follows it to its end. The exit code. */
export async function runDeletion(order: DeletionOrder, tools: DeletionTools): Promise<number> {
  const { client, asker, print } = tools;
  const planned = await plan(order, tools);
  print(formatPlan(planned.preview));
  if (order.dryRun) return 0;
  if (!order.yes && !(await asker.confirm({ flag: '--yes', message: 'Delete all of this?' }))) {
    print('nothing was deleted');
    return EXIT_CODES.CANCELLED;
  }
  const { id } = await ask<{ readonly id: string }>(client, {
    method: 'DELETE',
    path: toPath({ ...planned.order, dryRun: false }),
  });
  print(`Deletion ${id}`);
  return followDeployment(id, tools);
}

type Planned = { readonly order: DeletionOrder; readonly preview: DeletionPreview };

/** What can be answered is asked for: the order that is carried out may say more than the flags did. */
async function plan(order: DeletionOrder, tools: DeletionTools): Promise<Planned> {
  const answer = await tools.client.send<{ readonly plan: DeletionPreview }>({
    method: 'DELETE',
    path: toPath({ ...order, dryRun: true }),
  });
  if (answer.ok) return { order, preview: answer.body.plan };
  const { problem } = answer;
  const next = order.yes ? undefined : await askFurther(order, problem, tools);
  if (!next) throw toError(withFlags(problem));
  return plan(next, tools);
}

/** Undefined: there is more in the way than an answer could move. */
async function askFurther(
  order: DeletionOrder,
  { obstacles = [] }: Problem,
  { asker }: DeletionTools,
): Promise<DeletionOrder | undefined> {
  const [first] = obstacles;
  if (!first || !obstacles.every(isQuestion)) return undefined;
  if (first.code === 'occupied') {
    const message = `${first.name} still has ${first.by.join(', ')}. Delete them too?`;
    const cascade = await asker.confirm({ flag: '--cascade', message });
    return cascade ? { ...order, cascade } : undefined;
  }
  const name = await asker.text({
    flag: '--confirm',
    message: `Environment ${first.name} is protected. Its name, if you mean it:`,
    findProblem: (text) => (text === first.name ? undefined : `say "${first.name}", or stop here`),
  });
  return { ...order, confirm: [...order.confirm, name] };
}

const isQuestion = ({ code }: Obstacle): boolean => code === 'occupied' || code === 'confirmation';

/** What the API asks for, in the words of the command line. */
function withFlags(problem: Problem): Problem {
  const { obstacles, instructions = [] } = problem;
  const told = obstacles?.map(({ code, name, by, hint }) => {
    if (code === 'confirmation') return `add --confirm ${name}`;
    return code === 'occupied' ? `delete ${by.join(', ')} first, or add --cascade` : hint;
  });
  return { ...problem, instructions: [...new Set(told ?? instructions)] };
}

function toPath({ path, cascade, confirm, dryRun }: DeletionOrder): string {
  const query = new URLSearchParams();
  if (dryRun) query.set('dryRun', 'true');
  if (cascade) query.set('cascade', 'true');
  for (const name of confirm) query.append('confirm', name);
  return query.size > 0 ? `${path}?${query}` : path;
}
