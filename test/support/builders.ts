import type { Ending } from '../../core/deployment/conclude.js';
import type { BundleStack, ReleaseBundle, StackKind } from '../../core/release/release.js';
import type { EndedStep, StepResult } from '../../core/rollback/step-result.js';

export function aBundleStack(name: string, over: Partial<BundleStack> = {}): BundleStack {
  return {
    kind: 'workload',
    name,
    type: 'Backend Service',
    stackName: `shop-test-${name}`,
    parameters: {},
    tags: {},
    predecessors: [],
    images: [],
    alarms: { created: [], named: [] },
    templateHash: `template-of-${name}`,
    templateKey: `templates/${name}.json`,
    contentHash: `content-of-${name}`,
    assetKeys: [],
    ...over,
  };
}

export function aBundle(...stacks: BundleStack[]): ReleaseBundle {
  return {
    formatVersion: 1,
    releaseId: 'r-0000000000000001',
    application: 'shop',
    environment: 'test',
    sourceCommit: null,
    stacks,
  };
}

export function anEndedStep(
  name: string,
  result: StepResult,
  kind: StackKind = 'workload',
): EndedStep {
  return { name, kind, stackName: `shop-test-${name}`, result, rootCause: null };
}

/** A deployment that has failed, and of which nothing has gone back. */
export const anEnding = (fields: Partial<Ending> = {}): Ending => ({
  steps: [],
  restoreSteps: [],
  left: [],
  deviations: [],
  isCancelled: false,
  refused: undefined,
  breaches: [],
  because: undefined,
  trouble: undefined,
  releaseDeviations: [],
  ...fields,
});
