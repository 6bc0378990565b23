import { DeploymentRequest } from '../../../core/deployment/request.js';
import { formatIssue } from '../../../core/issues.js';
import { stackKey } from '../../../core/release/stack-key.js';
import { putBundle } from '../aws/artifacts.js';
import { forecastRelease } from '../deployments/forecast.js';
import { ledger } from '../ledger/current-ledger.js';
import { makeRelease } from '../release/make-release.js';
import { uploadRelease } from '../release/upload-release.js';
import { findWayBack } from '../rollbacks/record-way-back.js';
import { describeStackSettings, findFilesBucket } from '../stacks/stack-settings.js';
import { plans } from './current-plans.js';
import { getPlan } from './get-plan.js';
import { planKeys, putFile } from './plan-files.js';

export type BegunPlan = {
  /** Stacks to ask CloudFormation about, as `workload/api`; none while somebody changes the environment. */
  readonly stacks: readonly string[];
};

/** Renders what is asked about, uploads its templates and compares them with what was deployed last. */
export async function beginPlan(planId: string): Promise<BegunPlan> {
  const plan = await getPlan(planId);
  const request = DeploymentRequest.parse(plan.request);
  const release = await makeRelease(plan.application, request, 'deployment');
  // Checked when it was accepted: what it refers to has changed since.
  if (!release.ok) throw new Error(release.issues.map(formatIssue).join('\n'));
  const { bundle } = release.made;
  await uploadRelease(release.made, release.facts);
  const bundleKey = await putBundle(bundle);
  const wayBack = await findWayBack(bundle);
  const forecasts = await forecastRelease(release.made, wayBack.before);
  const diffs = Object.fromEntries(forecasts.map(({ stack, diff }) => [stackKey(stack), diff]));
  await putFile(planKeys.forecast(planId), { diffs });
  const { holders } = await ledger().leases.find(plan);
  await plans().patch(planId, {
    details: {
      bundleKey,
      settings: await describeStackSettings(release.facts),
      filesBucket: findFilesBucket(release.facts),
      heldBy: holders.map(({ deploymentId }) => deploymentId),
      warnings: release.issues.map(formatIssue),
    },
  });
  return { stacks: holders.length > 0 ? [] : bundle.stacks.map(stackKey) };
}
