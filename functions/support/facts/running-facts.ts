import type { Facts } from '../../../core/facts/facts.js';
import { listWantedRules } from '../../../core/facts/listener-rules.js';
import type { LiveWorkload, ReleasedWorkloads } from '../../../core/facts/live-workloads.js';
import type { NeededFacts } from '../../../core/facts/needed-facts.js';
import type { ReleaseManifests } from '../../../core/facts/read-manifests.js';
import type { ReleaseInput } from '../../../core/render/render-release.js';
import { findDesiredCounts } from './desired-counts.js';
import { findRulePriorities } from './rule-priorities.js';

export type Running = {
  /** With all facts that are known by now. */
  readonly input: ReleaseInput;
  readonly manifests: ReleaseManifests;
  readonly needed: NeededFacts;
  readonly live: readonly LiveWorkload[];
  readonly released: ReleasedWorkloads;
  readonly environmentOutputs: { readonly [name: string]: string };
};

/** What a release must leave as it runs: numbers of tasks, places of listener rules. */
export async function findRunningFacts(
  running: Running,
): Promise<Pick<Facts, 'desiredCounts' | 'rulePriorities'>> {
  const { input, manifests, needed, live, released, environmentOutputs } = running;
  const scaled = live.filter(({ name }) => needed.scaledServices.includes(name));
  const { ClusterId: cluster = '' } = environmentOutputs;
  const isReleased = ({ name }: LiveWorkload) => released.has(name);
  const [desiredCounts, rulePriorities] = await Promise.all([
    findDesiredCounts(
      cluster,
      scaled.map(({ name, stackName }) => ({ workload: name, stackName })),
    ),
    findRulePriorities({
      wanted: listWantedRules(manifests, input),
      released: new Map([...released].map(([name, stack]) => [name, stack.listenerRules ?? {}])),
      unknown: new Map(
        live.filter((one) => !isReleased(one)).map(({ name, stackName }) => [name, stackName]),
      ),
      environmentOutputs,
    }),
  ]);
  return { desiredCounts, rulePriorities };
}
