import { canonicalJson } from '../release/content-hash.js';
import type { RenderedStack } from '../release/release.js';
import type { DeployedStack } from '../release/take-over.js';
import type { CfnObject, CfnValue, Resource, Template } from '../template/cloudformation.js';
import { collectReferences } from '../template/references.js';

/**
 * A change of a workload's stack before the one that brings its service out: it makes the alarms that the stack is to
 * have, so that ECS and CloudFormation can heed them. Alarms from thresholds refer to the service, so in one change
 * CloudFormation would make them after it: too late to guard it.
 */
export type AlarmsAhead = {
  /**
   * SHA-256 of the live template that this is made from; null: there was no stack. Where the stack is another by then,
   * the workload is brought out without.
   */
  readonly over: string | null;
  readonly template: Template;
  readonly parameters: { readonly [name: string]: string };
};

type Resources = { readonly [id: string]: Resource };

const SERVICE = 'AWS::ECS::Service';

/** Undefined where the alarms are there already, as they are to be, or the stack makes none. */
export function planAlarmsAhead(
  { alarms, ...stack }: RenderedStack,
  live: DeployedStack | undefined,
): AlarmsAhead | undefined {
  const next = stack.transition?.template ?? stack.template;
  const wanted = Object.entries(next.Resources).filter(
    ([, { Type, Properties }]) =>
      Type === 'AWS::CloudWatch::Alarm' && alarms.created.includes(String(Properties?.AlarmName)),
  );
  if (wanted.length === 0) return undefined;
  if (live === undefined) {
    const template = firstStage(next, wanted);
    return template && { over: null, template, parameters: stack.parameters };
  }
  const { template, parameters, templateHash } = live;
  if (mayBeGarbled(template, next)) return undefined;
  const changed = wanted.filter(
    ([id, alarm]) => !isSame(template.Resources[id], alarm) && isComplete(alarm, template),
  );
  if (changed.length === 0) return undefined;
  const Resources = { ...template.Resources, ...Object.fromEntries(changed) };
  return { over: templateHash, template: { ...template, Resources }, parameters };
}

const BEYOND_ASCII = /[^\0-\x7f]/;

/**
 * GetTemplate gives a question mark for every character beyond ASCII, and a change made of that would bring them into the
 * stack. What Autoland has deployed is escaped, and read back as it was.
 */
function mayBeGarbled(live: Template, next: Template): boolean {
  const text = JSON.stringify(live);
  return text.includes('?') && !BEYOND_ASCII.test(text) && BEYOND_ASCII.test(JSON.stringify(next));
}

function isSame(live: Resource | undefined, alarm: Resource): boolean {
  const { Metadata: _words, ...wanted } = alarm;
  const { Metadata: _old, ...is } = live ?? { Type: '' };
  return canonicalJson(is) === canonicalJson(wanted);
}

/** Everything that the resource refers to is in the template. */
function isComplete(resource: Resource, { Resources, Parameters = {} }: Template): boolean {
  return listNames(resource).every(
    (name) => name.startsWith('AWS::') || name in Resources || name in Parameters,
  );
}

const listNames = ({ Properties = {}, DependsOn = [] }: Resource): readonly string[] => [
  ...collectReferences(Properties),
  ...[DependsOn].flat(),
];

/**
 * Of a stack that does not exist yet: its alarms and all that they need. Where that is the service, it starts no tasks
 * yet, and its task definition bears a label: only another task definition makes the next change a deployment that ECS
 * guards, and not a mere change of the number of tasks. Undefined where the label finds no place.
 */
function firstStage(
  next: Template,
  alarms: readonly (readonly [string, Resource])[],
): Template | undefined {
  const needed = closeOver(next.Resources, alarms);
  const { Outputs: _outputs, ...rest } = next;
  const [id, service] = Object.entries(needed).find(([, { Type }]) => Type === SERVICE) ?? [];
  if (id === undefined || service === undefined) return { ...rest, Resources: needed };
  const taskId = nameOfRef(service.Properties?.TaskDefinition);
  const task = taskId === undefined ? undefined : needed[taskId];
  const marked = task && mark(task);
  if (taskId === undefined || marked === undefined) return undefined;
  return {
    ...rest,
    Resources: { ...needed, [id]: withoutTasks(service), [taskId]: marked },
  };
}

function closeOver(all: Resources, start: readonly (readonly [string, Resource])[]): Resources {
  const found = new Map(start);
  const pending = [...start];
  for (let entry = pending.pop(); entry !== undefined; entry = pending.pop()) {
    for (const name of listNames(entry[1])) {
      const resource = all[name];
      if (resource === undefined || found.has(name)) continue;
      found.set(name, resource);
      pending.push([name, resource]);
    }
  }
  return Object.fromEntries(Object.entries(all).filter(([id]) => found.has(id)));
}

const isObject = (value: CfnValue | undefined): value is CfnObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

function nameOfRef(value: CfnValue | undefined): string | undefined {
  return isObject(value) && typeof value.Ref === 'string' ? value.Ref : undefined;
}

/** Its alarms do not exist yet, and nobody is to be asked or called for a service without tasks. */
function withoutTasks(service: Resource): Resource {
  const { DeploymentConfiguration: configuration, ...properties } = service.Properties ?? {};
  const {
    Alarms: _alarms,
    LifecycleHooks: _hooks,
    ...kept
  } = isObject(configuration) ? configuration : {};
  return {
    ...service,
    Properties: { ...properties, DesiredCount: 0, DeploymentConfiguration: kept },
  };
}

function mark(task: Resource): Resource | undefined {
  const containers = task.Properties?.ContainerDefinitions;
  if (!Array.isArray(containers)) return undefined;
  const [first, ...others]: readonly CfnValue[] = containers;
  if (!isObject(first)) return undefined;
  const labels = isObject(first.DockerLabels) ? first.DockerLabels : {};
  const labelled = { ...first, DockerLabels: { ...labels, 'autoland.stage': 'alarms' } };
  return {
    ...task,
    Properties: { ...task.Properties, ContainerDefinitions: [labelled, ...others] },
  };
}
