import type { DeploymentOptions } from '../deployment/request.js';
import type { BundleUpload } from '../release/make-bundle.js';
import { type StackKey, stackKey } from '../release/stack-key.js';
import { assessReversibility } from '../rollback/assess-reversibility.js';
import type { Reversibility } from '../rollback/reversibility.js';
import type { Template } from '../template/cloudformation.js';
import { diffTemplates } from './diff-templates.js';
import { type Gate, listGates } from './list-gates.js';
import type { StackDiff, StackVersion } from './stack-diff.js';
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
  readonly gates: readonly Gate[];
};

const WHY = 'found by comparing templates; CloudFormation was not asked';

/** What a release would do, from templates alone: no account is needed, and nobody is asked. */
export function planOffline(
  made: BundleUpload,
  before: Baseline | undefined,
  options: DeploymentOptions,
): OfflinePlan {
  const versions = versionsOf(made);
  const compared = made.bundle.stacks.map((stack) => {
    const key = stackKey(stack);
    const diff = diffTemplates(before?.stacks.get(key), versions.get(key));
    return { stack, diff };
  });
  const stacks = compared.map(({ stack, diff }) =>
    describeStackPlan(stack, diff, { kind: 'forecast', why: WHY }),
  );
  const wayBack = assessReversibility({
    stacks: compared.map(({ stack: { name, stackName, kind, oneWay = false }, diff }) => ({
      name,
      stackName,
      kind,
      diff,
      oneWay,
    })),
    previousBundle: before ? { releaseId: before.releaseId, intact: true } : null,
    missingImages: [],
    importedExports: [],
    unknown: before ? listUnknown(compared.map(({ diff }) => diff)) : [],
    includeAddons: options.rollBackAddons,
  });
  return {
    releaseId: made.bundle.releaseId,
    previousRelease: before?.releaseId ?? null,
    wayBack,
    stacks,
    gates: listGates(made.bundle, stacks, wayBack, options),
  };
}

/** What only AWS could tell of the way back. */
function listUnknown(diffs: readonly StackDiff[]): readonly string[] {
  if (diffs.every(({ action }) => action === 'none')) return [];
  const removed = diffs.flatMap(({ removedExports }) => removedExports);
  return [
    'whether the images and files of the release before are still there is unknown: nobody was asked',
    'whether the alarms that manifests name exist is unknown: nobody was asked',
    ...removed.map((name) => `whether somebody imports export ${name}, which goes, is unknown`),
  ];
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
