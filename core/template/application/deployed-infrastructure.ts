import type { CfnObject, CfnValue, Template } from '../cloudformation.js';
import type {
  ApplicationInfrastructureInput,
  ApplicationWorkload,
} from './render-infrastructure.js';

/** What the StackSet of an application is made from. */
export type InfrastructureState = Pick<
  ApplicationInfrastructureInput,
  'accounts' | 'workloads' | 'version'
>;

/** What the deployed template of the StackSet says in its metadata, Copilot's or one of ours. */
export function readInfrastructure({ Metadata }: Template): InfrastructureState {
  const { Accounts, Version, Workloads, Services } = (Metadata ?? {}) as CfnObject;
  return {
    version: Number(Version) || 0,
    accounts: toList(Accounts).map(String),
    workloads: [
      ...toList(Workloads).map(toWorkload),
      // Before v1.2.0 of Copilot's there were only services, each with a repository.
      ...toList(Services).map((name) => ({ name: String(name), withRepository: true })),
    ],
  };
}

/** Adds what is new and takes nothing away: a workload may be of another workspace, and its repository has images. */
export function extendInfrastructure(
  deployed: InfrastructureState | undefined,
  { accounts, workloads }: Pick<InfrastructureState, 'accounts' | 'workloads'>,
): InfrastructureState {
  const known = new Map(deployed?.workloads.map((one) => [one.name, one]));
  for (const one of workloads) if (!known.has(one.name)) known.set(one.name, one);
  return {
    version: (deployed?.version ?? 0) + 1,
    accounts: [...new Set([...(deployed?.accounts ?? []), ...accounts])],
    workloads: [...known.values()],
  };
}

const toList = (value: CfnValue | undefined): readonly CfnValue[] =>
  Array.isArray(value) ? value : [];

function toWorkload(value: CfnValue): ApplicationWorkload {
  const { Name, WithECR } = value as CfnObject;
  return { name: String(Name), withRepository: WithECR !== false };
}
