import type { DeploymentOptions } from '../../../core/deployment/request.js';
import type { WorkspaceFiles } from '../../../core/workspace/workspace.js';
import type { DeploymentDocument } from '../../../functions/support/deployments/document.js';
import { anInstallation, type Installation, type Invocation } from '../installation.js';
import { aWorkspace } from '../workspaces.js';
import { act, listDeletedAlarms } from './acts.js';
import { type AccountPicture, drawAccount, findDifferences } from './compare-accounts.js';
import { reachMoment } from './moments.js';
import { pushImages } from './push-images.js';
import type { Scenario, ScenarioFile } from './read-scenarios.js';
import type { Stage } from './stage.js';

/** How a scenario came out, in the terms of its `expect`. */
export type Outcome = Scenario['expect'] & { readonly document: DeploymentDocument };

/** Plays the scenario through the real state machines and functions, over the simulated account. */
export async function playScenario(
  scenario: Scenario,
  workspaces: ScenarioFile['workspaces'],
): Promise<Outcome> {
  const files = (name: string): WorkspaceFiles => {
    const sketch = workspaces[name];
    if (!sketch) throw new Error(`there is no workspace ${name}`);
    const { about: _about, ...rest } = sketch;
    return aWorkspace(rest as Parameters<typeof aWorkspace>[0]);
  };
  const breaking = new Map<string, number>();
  let id = '';
  let atVerdict: AccountPicture | undefined;
  const it = anInstallation({
    alarms: scenario.alarms,
    onInvoked: (invocation) => {
      if (isVerdictOf(id, invocation)) atVerdict = drawAccount(it);
      breakWhereAsked(breaking, invocation);
    },
  });
  for (const [name, rule] of Object.entries(scenario.composites))
    it.account.alarms.create(name, { rule });
  const ids = await putInPlace(it, scenario, files(scenario.from ?? scenario.workspace));
  const before = drawAccount(it);
  const request: Stage['request'] = (release, force = false) =>
    it.start(files(scenario.workspace), {
      version: String(release),
      images: pushImages(it, scenario.images, release),
      options: { ...(scenario.options as Partial<DeploymentOptions>), ...(force ? { force } : {}) },
      idempotencyKey: `release ${release} ${it.clock.now()}`,
    });
  const own = scenario.unchanged ? scenario.before : scenario.before + 1;
  for (const line of opening(scenario)) await act({ it, ids, id: '', request, breaking }, line);
  id = await request(own);
  ids.set('own', id);
  const stage: Stage = { it, ids, id, request, breaking };
  for (const line of scenario.happens.filter((one) => !isOpening(one))) {
    const [moment = '', what = ''] = splitLine(line);
    await reachMoment(stage, moment);
    await act(stage, what);
  }
  await it.runUntilIdle();
  // Events, the janitor and rollbacks of their own have their turn.
  await it.runFor(20);
  await it.runUntilIdle();
  // Another release that comes after changes the account anew.
  const isFollowed = Object.keys(scenario.expect.others).some((name) => name >= `release ${own}`);
  const after = (isFollowed && atVerdict) || drawAccount(it);
  const isGone = listDeletedAlarms(scenario.happens);
  return describeOutcome(stage, scenario, findDifferences(before, after, isGone));
}

async function putInPlace(
  it: Installation,
  { before, images }: Scenario,
  files: WorkspaceFiles,
): Promise<Map<string, string>> {
  const ids = new Map<string, string>();
  for (let release = 1; release <= before; release += 1) {
    const { id, verdict } = await it.deploy(files, {
      version: String(release),
      images: pushImages(it, images, release),
    });
    if (verdict !== 'SUCCEEDED') throw new Error(`release ${release} is ${verdict}`);
    ids.set(`release ${release}`, id);
    // Alarms that a stack makes have no data at first.
    await it.runFor(5);
  }
  return ids;
}

/** The verdict of a deployment, or the end of the rollback that took it back afterwards. */
function isVerdictOf(id: string, { name, event }: Invocation): boolean {
  if (name !== 'record' || id === '') return false;
  return event.deploymentId === id ? event.action === 'verdict' : event.deploymentId === `rb-${id}`;
}

/** `before: …` happens before the release is requested. */
const isOpening = (line: string): boolean => line.startsWith('before: ');
const opening = ({ happens }: Scenario): readonly string[] =>
  happens.filter(isOpening).map((line) => line.slice('before: '.length));

/** `bake + 2m: alarm errors fires` */
function splitLine(line: string): readonly string[] {
  const at = line.indexOf(': ');
  return [line.slice(0, at), line.slice(at + 2)];
}

function breakWhereAsked(breaking: Map<string, number>, { name, event }: Invocation): void {
  const call = [name, event.action, event.step].filter(Boolean).join(' ');
  const left = breaking.get(call) ?? 0;
  if (left === 0) return;
  breaking.set(call, left - 1);
  throw new TypeError('cannot read properties of undefined');
}

async function describeOutcome(
  { it, ids, id }: Stage,
  scenario: Scenario,
  differs: readonly string[],
): Promise<Outcome> {
  const document = await it.document(id);
  const carrier = document.rolledBackBy ? await it.document(document.rolledBackBy) : document;
  const net = document.nets.find(({ caught }) => caught !== null);
  const others = Object.keys(scenario.expect.others).map(
    async (name): Promise<[string, never]> => [
      name,
      (await it.document(ids.get(name) ?? '')).verdict as never,
    ],
  );
  return {
    document,
    verdict: document.verdict ?? 'SUPERSEDED',
    net: net?.net ?? 'none',
    ...(net ? { minutes: net.minutes } : {}),
    because: String((document.rootCause ?? carrier.rootCause)?.reason ?? carrier.summary),
    restored: listRestored(carrier),
    differs: [...differs],
    notRestored: (document.notRestored as readonly { readonly name: string }[]).map(
      ({ name }) => name,
    ),
    others: Object.fromEntries(await Promise.all(others)),
  };
}

function listRestored({ steps }: DeploymentDocument): string[] {
  return steps
    .filter(({ name, status }) => name.startsWith('restore/') && status === 'done')
    .toSorted((one, other) => (one.endedAt ?? 0) - (other.endedAt ?? 0))
    .map(({ name }) => name.split('/').at(-1) ?? '');
}
