import type { Mishap, MishapKind } from './mishaps.js';

/** How a stack is meant by a mishap: its name and tags. */
export type StackIdentity = {
  readonly stackName: string;
  readonly tags: { readonly [key: string]: string };
};

export type MishapBoard = {
  readonly all: readonly Mishap[];
  add(mishap: Mishap): void;
  /** Takes it back: from here on it does nothing. */
  remove(mishap: Mishap): void;
  has(kind: MishapKind): boolean;
  /** Is the stack meant by a mishap of this kind? */
  hits(kind: MishapKind, stack: StackIdentity): boolean;
};

/**
 * The name in the workspace that a stack stands for: `api` for `shop-test-api`, `test` for the environment stack.
 * Tags tell it; a stack without Copilot's tags is meant by its own name.
 */
export function findWorkspaceName({ stackName, tags }: StackIdentity): string {
  const service = tags['copilot-service'];
  if (service) return service;
  const prefix = `${tags['copilot-application']}-${tags['copilot-environment']}`;
  if (stackName === prefix) return tags['copilot-environment'] ?? stackName;
  return stackName.startsWith(`${prefix}-`) ? stackName.slice(prefix.length + 1) : stackName;
}

export function createMishapBoard(initial: readonly Mishap[]): MishapBoard {
  const all: Mishap[] = [...initial];
  return {
    all,
    add: (mishap) => {
      all.push(mishap);
    },
    remove: (mishap) => {
      const index = all.findIndex((one) => JSON.stringify(one) === JSON.stringify(mishap));
      if (index >= 0) all.splice(index, 1);
    },
    has: (kind) => all.some((mishap) => mishap.kind === kind),
    hits: (kind, stack) =>
      all.some(
        (mishap) =>
          mishap.kind === kind &&
          'name' in mishap &&
          (mishap.name === stack.stackName || mishap.name === findWorkspaceName(stack)),
      ),
  };
}
