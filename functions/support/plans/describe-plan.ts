import type { Plan } from '../ledger/plans.js';
import { findFile, type PlanFile, planKeys } from './plan-files.js';

/** A plan as the API shows it. Times are milliseconds since the epoch. */
export type PlanDocument = Awaited<ReturnType<typeof describePlan>>;

export async function describePlan(plan: Plan) {
  const { planId, application, environment, status, createdAt, finishedAt, details } = plan;
  const found = status === 'READY' ? await findFile<PlanFile>(planKeys.plan(planId)) : undefined;
  return {
    id: planId,
    application,
    environment,
    status,
    requestedAt: createdAt,
    finishedAt,
    failure: (details.failure as string | undefined) ?? null,
    releaseId: found?.releaseId ?? null,
    previousRelease: found?.previousRelease ?? null,
    wayBack: found?.wayBack ?? null,
    stacks: found?.stacks ?? [],
    gates: found?.gates ?? [],
    warnings: found?.warnings ?? [],
  };
}
