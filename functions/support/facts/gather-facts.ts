import { describeEnvironment } from '../../../core/facts/describe-environment.js';
import type { Facts } from '../../../core/facts/facts.js';
import { describeKeptImages, keepImages } from '../../../core/facts/keep-images.js';
import {
  describeLiveWorkloads,
  type LiveWorkload,
  listLiveWorkloads,
  listOwnKeys,
  type ReleasedWorkloads,
} from '../../../core/facts/live-workloads.js';
import { mergeFacts, withoutAssumed } from '../../../core/facts/merge-facts.js';
import { findNeededFacts, type NeededFacts } from '../../../core/facts/needed-facts.js';
import { type ReleaseManifests, readManifests } from '../../../core/facts/read-manifests.js';
import type { Issue } from '../../../core/issues.js';
import type { DeployedStack } from '../../../core/release/take-over.js';
import type { ReleaseInput } from '../../../core/render/render-release.js';
import { makesAlarms } from '../../../core/template/service/rollback-alarms.js';
import { findStack } from '../aws/cloudformation.js';
import { listStacks } from '../deletion/list-stacks.js';
import { getPlaceNow, home } from '../places/whereabouts.js';
import { findReleasedStacks } from '../rollbacks/record-way-back.js';
import { assumedFacts } from '../runtime/ambient.js';
import { findRecords } from './application-records.js';
import { findArtifactStore } from './artifact-store.js';
import { listCustomResourceKeys } from './custom-resource-code.js';
import { checkDelegation } from './delegation.js';
import { readDeployedStacks } from './deployed-stacks.js';
import { lookUpFacts } from './look-up.js';
import { findRunningFacts } from './running-facts.js';

/** What is to be rendered, without the facts. */
export type FactsQuestion = Pick<ReleaseInput, 'workspace' | 'environment' | 'names'> & {
  readonly application: string;
  /** Of the request. */
  readonly images: Facts['workloadImages'];
  readonly variables: Facts['variables'];
  /** `mistakes`: only what shows whether something is wrong with the workspace; nothing is deployed of it. */
  readonly purpose: 'deployment' | 'mistakes';
};

export type Gathered =
  | {
      readonly ok: true;
      readonly facts: Facts;
      /** Warnings. */
      readonly issues: readonly Issue[];
      /** Stacks of the release by name: those that Copilot deployed, to be taken over, and those that make alarms. */
      readonly deployed: ReadonlyMap<string, DeployedStack>;
    }
  | { readonly ok: false; readonly issues: readonly Issue[] };

/**
 * Everything that rendering needs from AWS (docs/facts.md): what the manifests ask for and nothing else. An application
 * that Copilot made is found by its records in SSM and its stacks; one that Autoland makes needs neither.
 */
export async function gatherFacts(question: FactsQuestion): Promise<Gathered> {
  const { application, environment } = question;
  const [place, records, stack, listed] = await Promise.all([
    getPlaceNow(),
    findRecords(application, environment),
    findStack(`${application}-${environment}`),
    listStacks(),
  ]);
  const here = { accountId: place.account, region: place.region };
  const artifacts = await findArtifactStore(application, listed);
  const described = describeEnvironment({
    ...question,
    here,
    homeAccountId: home().account,
    records,
    stack,
    artifacts,
  });
  const known = mergeFacts(
    { ...described, ...(question.variables ? { variables: question.variables } : {}) },
    assumedFacts(),
  );
  const input: ReleaseInput = { ...question, facts: known };
  const manifests = readManifests(input);
  const live = listLiveWorkloads(listed, manifests, question, described.environmentParameters);
  const released = await findReleasedWorkloads(question, live);
  const needed = withoutAssumed(findNeededFacts(manifests), assumedFacts());
  const situation = { manifests, needed, live, released };
  const { facts, issues } = await completeFacts(question, input, situation);
  if (question.purpose === 'mistakes') return { ok: true, facts, issues, deployed: new Map() };
  const [running, deployed] = await Promise.all([
    findRunningFacts({
      ...situation,
      input: { ...input, facts },
      environmentOutputs: stack?.outputs ?? {},
    }),
    readDeployedStacks(listStacksToRead(situation)),
  ]);
  return {
    ok: true,
    facts: mergeFacts({ ...facts, ...running }, assumedFacts()),
    issues,
    deployed,
  };
}

type Situation = {
  readonly manifests: ReleaseManifests;
  readonly needed: NeededFacts;
  readonly live: readonly LiveWorkload[];
  readonly released: ReleasedWorkloads;
};

async function findReleasedWorkloads(
  key: FactsQuestion,
  live: readonly LiveWorkload[],
): Promise<ReleasedWorkloads> {
  const { before } = await findReleasedStacks(key, listOwnKeys(live));
  return new Map([...before.values()].map(({ stack }) => [stack.name, stack]));
}

/** With all that shows whether the workspace can be deployed. */
async function completeFacts(
  question: FactsQuestion,
  { facts }: ReleaseInput,
  { needed, live, released }: Situation,
): Promise<{ readonly facts: Facts; readonly issues: readonly Issue[] }> {
  const pushed = new Map(
    [...released].map(([name, { pushedImages = {} }]) => [name, pushedImages] as const),
  );
  const { images, kept } = keepImages(needed.builtContainers, question.images ?? {}, pushed);
  const { environment, ...lookedUp } = await lookUpFacts(needed);
  const customResources = assumedFacts().customResources ?? (await listCustomResourceKeys());
  const gathered: Facts = {
    ...facts,
    ...lookedUp,
    environment: { ...facts.environment, ...environment },
    workloadImages: images,
    liveWorkloads: describeLiveWorkloads(live, released),
    customResources: { ...customResources },
  };
  const complete = mergeFacts(gathered, assumedFacts());
  const delegation = await checkDelegation(complete, question.environment);
  return { facts: complete, issues: [...describeKeptImages(kept), ...delegation] };
}

/** Stacks of this release that Copilot deployed, or that make alarms: what is live decides how they are changed. */
function listStacksToRead({ manifests, live }: Situation): readonly string[] {
  const wanted = new Map(manifests.workloads.map(({ manifest }) => [manifest.name, manifest]));
  return live.flatMap(({ name, isOwn, stackName }) => {
    const manifest = wanted.get(name);
    return manifest && (!isOwn || makesAlarms(manifest)) ? [stackName] : [];
  });
}
