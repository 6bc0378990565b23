import { canonicalJson } from '../release/content-hash.js';
import type { ReleasedRule } from '../release/release.js';
import type { ReleaseInput } from '../render/render-release.js';
import { workloadContext } from '../render/render-stacks.js';
import type { RenderContext } from '../template/context.js';
import { environmentOutput } from '../template/environment-export.js';
import { listRuleFamilies } from '../template/routing/listener-rules.js';
import { findLoadBalancer } from '../template/routing/load-balancer.js';
import type { ResolvedRule } from '../template/routing/rule.js';
import type { ListenerProtocol } from '../template/routing/rule-priorities.js';
import type { ReleaseManifests } from './read-manifests.js';

/** Rules that a workload wants on one listener. */
export type WantedFamily = {
  readonly protocol: ListenerProtocol;
  /** Logical ids, main rule first. */
  readonly ids: readonly string[];
  /** The listener as the template names it, in canonical JSON: as in `ReleasedRule`. */
  readonly listener: string;
};

/** Listener rules of one workload of a release. */
export type WantedRules = {
  readonly workload: string;
  readonly rules: readonly ResolvedRule[];
  readonly families: readonly WantedFamily[];
  readonly context: RenderContext;
};

/** All listener rules of a release, by workload. `input` has the facts that say which load balancers there are. */
export function listWantedRules(
  { workloads, environment }: ReleaseManifests,
  input: ReleaseInput,
): readonly WantedRules[] {
  return workloads.flatMap((workload) => {
    const { manifest } = workload;
    if (manifest.type !== 'Load Balanced Web Service' && manifest.type !== 'Backend Service')
      return [];
    const context = workloadContext(workload, environment, input);
    const loadBalancer = findLoadBalancer(manifest, context);
    if (loadBalancer === undefined) return [];
    const families = listRuleFamilies(loadBalancer).map(({ id, protocol, listener }) => ({
      protocol,
      ids: loadBalancer.rules.map(({ suffix }) => `${id}${suffix}`),
      listener: canonicalJson(listener),
    }));
    return [{ workload: manifest.name, rules: loadBalancer.rules, families, context }];
  });
}

/** Outputs of the environment stack that are listeners. */
const LISTENER_OUTPUTS = [
  'HTTPListenerArn',
  'HTTPSListenerArn',
  'InternalHTTPListenerArn',
  'InternalHTTPSListenerArn',
] as const;

/**
 * ARN of a listener that a template names: an output of the environment stack, or the ARN itself. Undefined where the
 * environment has not made it yet.
 */
export function findListenerArn(
  listener: string,
  environmentOutputs: { readonly [name: string]: string },
): string | undefined {
  const output = LISTENER_OUTPUTS.find(
    (name) => listener === canonicalJson(environmentOutput(name)),
  );
  if (output !== undefined) return environmentOutputs[output];
  const literal: unknown = JSON.parse(listener);
  return typeof literal === 'string' && literal !== '' ? literal : undefined;
}

/** Rules of a deployed stack by logical id. */
export type DeployedRules = { readonly [logicalId: string]: ReleasedRule };

/**
 * The rules of a deployed stack from what CloudFormation and Elastic Load Balancing say: logical id -> ARN of the rule,
 * and each rule of the listeners by ARN. Rules on other listeners are left out.
 */
export function joinDeployedRules(
  resources: readonly { readonly logicalId: string; readonly physicalId: string }[],
  live: ReadonlyMap<string, ReleasedRule>,
): DeployedRules {
  return Object.fromEntries(
    resources.flatMap(({ logicalId, physicalId }) => {
      const rule = live.get(physicalId);
      return rule === undefined ? [] : [[logicalId, rule] as const];
    }),
  );
}
