import type { Facts } from '../../core/facts/facts.js';
import { hasErrors, type Issue } from '../../core/issues.js';
import { findForeignImports } from '../../core/plan/find-missing-exports.js';
import { planDeployOrder } from '../../core/plan/plan-deploy-order.js';
import type { RenderedStack } from '../../core/release/release.js';
import { renderRelease } from '../../core/render/render-release.js';
import { listNames } from '../../core/workspace/list-names.js';
import { readWorkspace } from '../../core/workspace/read-workspace.js';
import type { WorkspaceFiles } from '../../core/workspace/workspace.js';
import type { Mishap } from '../account/mishaps.js';
import { type Assumptions, assume } from './assume.js';
import { makePreviousFiles } from './previous-files.js';

export type PrepareInput = {
  readonly files: WorkspaceFiles;
  readonly environment: string;
  readonly facts: Partial<Facts>;
  readonly mishaps: readonly Mishap[];
};

/** Everything that a rehearsal must know before it starts. */
export type Prepared = {
  readonly application: string;
  readonly assumptions: Assumptions;
  readonly stacks: readonly RenderedStack[];
  /** Alarms that exist outside the workspace; the simulated account gets them. */
  readonly alarms: readonly string[];
  /** Exports that the stacks import and none of them makes; the simulated account gets them. */
  readonly exports: readonly string[];
  /** The workspace one release ago. */
  readonly previousFiles: WorkspaceFiles;
};

export type Preparation =
  | { readonly ok: true; readonly prepared: Prepared; readonly issues: readonly Issue[] }
  | { readonly ok: false; readonly issues: readonly Issue[] };

const DEFAULT_APPLICATION = 'demo';

/** Reads and renders the workspace once, offline, to find every mistake and what has to be assumed. */
export function prepareRehearsal(input: PrepareInput): Preparation {
  const { workspace, issues } = readWorkspace(input.files);
  const application = input.facts.application?.name ?? workspace.application ?? DEFAULT_APPLICATION;
  const assumptions = assume({ ...input, workspace, application });
  const rendered = renderRelease({
    workspace,
    environment: input.environment,
    facts: {
      ...assumptions.facts,
      application: { ...assumptions.facts.application, name: application },
      workloadImages: assumptions.images,
    },
  });
  if (!rendered.ok) return { ok: false, issues: [...issues, ...rendered.issues] };
  const order = planDeployOrder(rendered.stacks, { known: listNames(workspace) });
  const found = [...issues, ...rendered.issues, ...(order.ok ? [] : order.issues)];
  if (!order.ok || hasErrors(found)) return { ok: false, issues: found };
  const mistaken = findMishapIssues(input.mishaps, rendered.stacks);
  if (mistaken.length > 0) return { ok: false, issues: mistaken };
  const alarms = [...new Set(rendered.stacks.flatMap((stack) => stack.alarms.named))].sort();
  // On AWS another stack has made them before.
  const exports = [...findForeignImports(rendered.stacks).keys()];
  const notes = [
    ...assumptions.notes,
    ...alarms.map((name) => `alarm ${name} exists and is OK`),
    ...exports.map((name) => `export ${name} exists`),
  ];
  return {
    ok: true,
    prepared: {
      application,
      assumptions: { ...assumptions, notes },
      stacks: order.stacks.map(({ stack }) => stack),
      alarms,
      exports,
      previousFiles: makePreviousFiles(
        input.files,
        workspace,
        (name) => assumptions.previousImages[name] !== undefined,
      ),
    },
    issues: found,
  };
}

/** A mishap that names nothing of this workspace could not happen: told before anything runs. */
function findMishapIssues(
  mishaps: readonly Mishap[],
  stacks: readonly RenderedStack[],
): readonly Issue[] {
  return mishaps.flatMap((mishap) => {
    if (!('name' in mishap)) return [];
    const stack = stacks.find((one) => one.name === mishap.name);
    const needsAlarm = mishap.kind === 'alarm' || mishap.kind === 'alarm-after';
    if (!stack)
      return [
        mishapIssue(
          mishap,
          'names nothing of this workspace',
          `take one of ${stacks.map((one) => one.name).join(', ')}`,
        ),
      ];
    if (needsAlarm && stack.alarms.created.length + stack.alarms.named.length === 0) {
      const guarded = stacks
        .filter((one) => one.alarms.created.length + one.alarms.named.length > 0)
        .map((one) => one.name);
      return [
        mishapIssue(
          mishap,
          `no alarm guards ${mishap.name}`,
          `give it deployment.rollback_alarms, or take one of ${guarded.join(', ') || 'none here'}`,
        ),
      ];
    }
    return [];
  });
}

function mishapIssue(
  mishap: Mishap & { readonly name: string },
  message: string,
  hint: string,
): Issue {
  return { severity: 'error', file: `--mishap ${mishap.kind}:${mishap.name}`, message, hint };
}
