import { isStateful } from '../stack/stateful-types.js';
import type { LivePart, LiveResource, LiveStack } from './live-stack.js';

/** Something that is still there when its stack is gone. */
export type Staying = {
  /** Resource type, or `log group`. */
  readonly what: string;
  /** Physical name. */
  readonly name: string;
  readonly stackName: string;
  readonly reason: string;
};

/** Something that holds data and is gone with its stack. */
export type LostData = Omit<Staying, 'reason'>;

export type Leftovers = {
  readonly stays: readonly Staying[];
  readonly data: readonly LostData[];
};

/** What of a stack survives its deletion, and which data do not. */
export function findLeftovers(stack: LiveStack): Leftovers {
  const retained = new Set(
    stack.resources.flatMap((resource) =>
      resource.type === NESTED && findPolicy(stack, resource) === 'Retain'
        ? (resource.physicalId.split('/')[1] ?? [])
        : [],
    ),
  );
  const parts = [stack, ...stack.nested.filter(({ stackName }) => !retained.has(stackName))];
  const found = parts.flatMap((part) =>
    part.resources.map((resource) => judge(part, resource, stack.stackName)),
  );
  return {
    stays: found.flatMap(({ stays }) => stays),
    data: found.flatMap(({ data }) => data),
  };
}

const NESTED = 'AWS::CloudFormation::Stack';

function judge(part: LivePart, resource: LiveResource, stackName: string): Leftovers {
  const thing = { what: resource.type, name: resource.physicalId, stackName };
  const reason = REASONS.get(findPolicy(part, resource) ?? '');
  if (reason) return { stays: [{ ...thing, reason }], data: [] };
  if (resource.type === 'AWS::Lambda::Function') return { stays: findLog(part, thing), data: [] };
  const holdsData = isStateful(resource.type) && resource.type !== NESTED;
  return { stays: [], data: holdsData ? [thing] : [] };
}

/** Why something stays, by its DeletionPolicy. */
const REASONS: ReadonlyMap<string, string> = new Map([
  ['Retain', 'its DeletionPolicy is Retain'],
  ['RetainExceptOnCreate', 'its DeletionPolicy is RetainExceptOnCreate'],
  ['Snapshot', 'a last snapshot of it stays (DeletionPolicy Snapshot)'],
]);

/**
 * CloudFormation takes a last snapshot of these where the template says nothing; of an instance only outside of a cluster.
 * https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/aws-attribute-deletionpolicy.html
 */
const SNAPSHOT_TYPES = new Set(['AWS::RDS::DBCluster', 'AWS::RDS::DBInstance']);

function findPolicy(part: LivePart, { logicalId, type }: LiveResource): string | undefined {
  const definition = part.template.Resources[logicalId];
  if (definition?.DeletionPolicy !== undefined) return definition.DeletionPolicy;
  const isInCluster = definition?.Properties?.DBClusterIdentifier !== undefined;
  return definition && SNAPSHOT_TYPES.has(type) && !isInCluster ? 'Snapshot' : undefined;
}

/** Lambda makes a function's log group at its first line, outside of every stack. */
function findLog(part: LivePart, { name, stackName }: LostData): readonly Staying[] {
  const log = `/aws/lambda/${name}`;
  const isOwn = part.resources.some(
    (other) => other.type === 'AWS::Logs::LogGroup' && other.physicalId === log,
  );
  if (isOwn) return [];
  return [
    { what: 'log group', name: log, stackName, reason: 'Lambda made it, outside of the stack' },
  ];
}
