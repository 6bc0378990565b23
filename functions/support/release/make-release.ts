import { type AlarmsAhead, planAlarmsAhead } from '../../../core/alarms/alarms-ahead.js';
import type { DeploymentRequest } from '../../../core/deployment/request.js';
import type { Facts } from '../../../core/facts/facts.js';
import { hasErrors, type Issue } from '../../../core/issues.js';
import type { LeaseClaim } from '../../../core/lease/lease-table.js';
import { resolveClaim } from '../../../core/lease/resolve-claim.js';
import { findForeignImports, findMissingExports } from '../../../core/plan/find-missing-exports.js';
import { planDeployOrder } from '../../../core/plan/plan-deploy-order.js';
import { type BundleUpload, makeBundle } from '../../../core/release/make-bundle.js';
import type { RenderedStack } from '../../../core/release/release.js';
import { type DeployedStack, takeOverStacks } from '../../../core/release/take-over.js';
import { renderRelease } from '../../../core/render/render-release.js';
import { listNames } from '../../../core/workspace/list-names.js';
import { listExports } from '../deletion/list-stacks.js';
import { type FactsQuestion, gatherFacts } from '../facts/gather-facts.js';
import { readUploadedWorkspace } from './read-workspace.js';

export type Made =
  | {
      readonly ok: true;
      readonly made: BundleUpload;
      /** By stack, where alarms have to be made before the service is brought out. */
      readonly alarmsAhead: ReadonlyMap<string, AlarmsAhead>;
      readonly facts: Facts;
      readonly claim: LeaseClaim;
      /** Warnings. */
      readonly issues: readonly Issue[];
    }
  | { readonly ok: false; readonly issues: readonly Issue[] };

/**
 * Workspace and facts become a release bundle; nothing is written. For `mistakes` it is not what would be deployed: it
 * only shows what is wrong with the workspace.
 */
export async function makeRelease(
  application: string,
  request: DeploymentRequest,
  purpose: FactsQuestion['purpose'],
): Promise<Made> {
  const read = await readUploadedWorkspace(request.workspace);
  if (!read.ok) return read;
  const { workspace } = read;
  const { environment, images, variables, names, options } = request;
  const wanted = names ? { workspace, environment, names } : { workspace, environment };
  const gathered = await gatherFacts({ ...wanted, application, images, variables, purpose });
  if (!gathered.ok) return { ok: false, issues: [...read.issues, ...gathered.issues] };
  const { facts, deployed } = gathered;
  const rendered = renderRelease({ ...wanted, facts, strict: options.strict });
  const found = [...read.issues, ...gathered.issues, ...rendered.issues];
  if (!rendered.ok) return { ok: false, issues: found };
  const taken = takeOverStacks(rendered.stacks, deployed);
  const order = planDeployOrder(taken.stacks, { known: listNames(workspace) });
  const imports = await findImportIssues(rendered.stacks, facts, purpose);
  const issues = [...found, ...taken.issues, ...imports, ...(order.ok ? [] : order.issues)];
  if (!order.ok || hasErrors(issues)) return { ok: false, issues };
  const made = makeBundle({
    application,
    environment,
    sourceCommit: request.sourceCommit ?? null,
    stacks: order.stacks,
    images: facts.workloadImages ?? {},
  });
  const claim = resolveClaim(rendered.stacks, names);
  const alarmsAhead = findAlarmsAhead(taken.stacks, deployed);
  return { ok: true, made, alarmsAhead, facts, claim, issues };
}

function findAlarmsAhead(
  stacks: readonly RenderedStack[],
  deployed: ReadonlyMap<string, DeployedStack>,
): ReadonlyMap<string, AlarmsAhead> {
  const found = stacks.flatMap((stack) => {
    const ahead = planAlarmsAhead(stack, deployed.get(stack.stackName));
    return ahead ? [[stack.stackName, ahead] as const] : [];
  });
  return new Map(found);
}

/**
 * Imports from stacks outside of the release that nobody exports; without such imports nothing is asked. While a
 * deployment waits for its turn another one may make them, so before that they are only doubts.
 */
async function findImportIssues(
  stacks: readonly RenderedStack[],
  { exports, environment }: Facts,
  purpose: FactsQuestion['purpose'],
): Promise<readonly Issue[]> {
  const foreign = findForeignImports(stacks);
  if (foreign.size === 0) return [];
  const listed = exports ?? (await getExports());
  const { region, accountId } = environment ?? {};
  const severity = purpose === 'deployment' ? 'error' : 'warning';
  return findMissingExports(foreign, { exports: listed, region, accountId }, severity);
}

/** `facts.exports`. */
async function getExports(): Promise<NonNullable<Facts['exports']>> {
  return Object.fromEntries(
    (await listExports()).map(({ exportName, value }) => [exportName, value]),
  );
}
