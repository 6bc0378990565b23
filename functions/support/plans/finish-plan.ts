import { DeploymentRequest } from '../../../core/deployment/request.js';
import { listGates } from '../../../core/plan/list-gates.js';
import {
  describeStackPlan,
  type StackFinding,
  type StackPlan,
  toAskedDiff,
} from '../../../core/plan/stack-plan.js';
import { stackKey } from '../../../core/release/stack-key.js';
import { findWayBack } from '../rollbacks/record-way-back.js';
import { assessWayBack } from '../rollbacks/way-back.js';
import { now } from '../runtime/ambient.js';
import { plans } from './current-plans.js';
import { getPlan, getPlanned } from './get-plan.js';
import { listLeftovers } from './list-leftovers.js';
import { type ForecastFile, findFile, planKeys, putFile } from './plan-files.js';

/** Findings are read a few at a time. */
const WIDTH = 16;

/** Puts together what was found out, and answers. */
export async function finishPlan(planId: string): Promise<void> {
  const plan = await getPlan(planId);
  const { bundle, filesBucket, heldBy, warnings } = await getPlanned(plan);
  const forecast = await findFile<ForecastFile>(planKeys.forecast(planId));
  if (!forecast) throw new Error(`plan ${planId} has no forecast`);
  const unasked: StackFinding = {
    kind: 'forecast',
    why:
      heldBy.length > 0 ? `${heldBy.join(', ')} changes the environment now` : 'it was not asked',
  };
  const stacks: StackPlan[] = [];
  for (let start = 0; start < bundle.stacks.length; start += WIDTH) {
    const part = bundle.stacks.slice(start, start + WIDTH).map(async (stack) => {
      const key = stackKey(stack);
      const finding = await findFile<StackFinding>(planKeys.finding(planId, key));
      return describeStackPlan(stack, diffOf(forecast, key), finding ?? unasked);
    });
    stacks.push(...(await Promise.all(part)));
  }
  const record = await findWayBack(bundle);
  const asked = bundle.stacks.map((stack, index) => {
    const diff = diffOf(forecast, stackKey(stack));
    const described = stacks[index];
    return { stack, diff: described ? toAskedDiff(diff, described) : diff };
  });
  const { options, names } = DeploymentRequest.parse(plan.request);
  const wayBack = await assessWayBack(asked, record, {
    application: plan.application,
    filesBucket,
    includeAddons: options.rollBackAddons,
  });
  await putFile(planKeys.plan(planId), {
    releaseId: bundle.releaseId,
    previousRelease: record.previous?.releaseId ?? null,
    wayBack,
    stacks,
    gates: listGates(bundle, stacks, wayBack, options),
    // Who names what is to be deployed has not taken the rest out.
    warnings: names ? warnings : [...warnings, ...(await listLeftovers(bundle))],
  });
  await plans().patch(planId, { status: 'READY', finishedAt: now() });
}

function diffOf({ diffs }: ForecastFile, key: `${string}/${string}`) {
  const diff = diffs[key];
  if (!diff) throw new Error(`the forecast has no ${key}`);
  return diff;
}
