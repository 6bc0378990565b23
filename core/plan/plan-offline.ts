import type { BundleUpload } from '../release/make-bundle.js';
import { type StackKey, stackKey } from '../release/stack-key.js';
import { assessReversibility } from '../rollback/assess-reversibility.js';
import type { Reversibility } from '../rollback/reversibility.js';
import type { Template } from '../template/cloudformation.js';
import { diffTemplates } from './diff-templates.js';
import type { StackVersion } from './stack-diff.js';
import { describeStackPlan, type StackPlan } from './stack-plan.js';

/** What a release is compared with: an earlier release, or nothing. */
export type Baseline = {
  readonly releaseId: string;
  readonly stacks: ReadonlyMap<StackKey, StackVersion>;
};

export type OfflinePlan = {
  readonly releaseId: string;
  readonly previousRelease: string | null;
  readonly wayBack: Reversibility;
  readonly stacks: readonly StackPlan[];
};

const WHY = 'found by comparing templates; CloudFormation was not asked';

/** What a release would do, from templates alone: no account is needed, and nobody is asked. */
export function planOffline(made: BundleUpload, before: Baseline | undefined): OfflinePlan {
  const versions = versionsOf(made);
  const compared = made.bundle.stacks.map((stack) => {
    const key = stackKey(stack);
    const diff = diffTemplates(before?.stacks.get(key), versions.get(key));
    return { stack, diff };
  });
  return {
    releaseId: made.bundle.releaseId,
    previousRelease: before?.releaseId ?? null,
    wayBack: assessReversibility({
      stacks: compared.map(({ stack: { name, stackName, kind }, diff }) => ({
        name,
        stackName,
        kind,
        diff,
        oneWay: false,
      })),
      previousBundle: before ? { releaseId: before.releaseId, intact: true } : null,
      missingImages: [],
      importedExports: [],
    }),
    stacks: compared.map(({ stack, diff }) =>
      describeStackPlan(stack, diff, { kind: 'forecast', why: WHY }),
    ),
  };
}

/** The stacks of a release as a comparison takes them. */
export function versionsOf({ bundle, objects }: BundleUpload): ReadonlyMap<StackKey, StackVersion> {
  const bodies = new Map(objects.map(({ key, body }) => [key, body]));
  return new Map(
    bundle.stacks.flatMap((stack) => {
      const body = bodies.get(stack.templateKey);
      if (!body) return [];
      const { parameters, stackName } = stack;
      // Rendered by us.
      const template = JSON.parse(new TextDecoder().decode(body)) as Template;
      return [[stackKey(stack), { template, parameters, stackName }] as const];
    }),
  );
}
