import type { Issue } from '../issues.js';
import type { CfnValue, Output, Parameter, Resource, Template } from './cloudformation.js';

/** Something of a template that CloudFormation refuses before it makes anything. */
export type TemplateFault = {
  readonly section: 'Parameters' | 'Conditions' | 'Resources' | 'Outputs';
  readonly name: string;
  /** `refers to "Tabel", which is neither a resource nor a parameter` */
  readonly message: string;
};

/** A fault as an issue at its place; an error, which whoever deploys nothing may soften. */
export function describeFault(
  { section, name, message }: TemplateFault,
  place: Pick<Issue, 'file' | 'line' | 'column'>,
): Issue {
  const field = name === '' ? section : `${section}.${name}`;
  const hint = 'CloudFormation would refuse the template; correct the name, or add what is missing';
  return { severity: 'error', ...place, field, message, hint };
}

type Section<T> = ReadonlyMap<string, T>;

/** The entries of a section that are maps: a patch may have put anything in their place. */
function mapsOf<T>(section: { readonly [name: string]: T } | undefined): Section<T> {
  const entries = Object.entries(section ?? {});
  return new Map(entries.filter(([, value]) => isMap(value as CfnValue)));
}

type Tell = (message: string) => void;

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/cloudformation-limits.html */
const MOST = { Resources: 500, Outputs: 200, Parameters: 200 } as const;

/**
 * Names that nothing in the template has, parameters without a value, more than CloudFormation takes. `given`: names of
 * the parameters that are passed. A template with macros is not judged: they may make what is missing.
 */
export function findTemplateFaults(
  template: Template,
  given: ReadonlySet<string>,
): readonly TemplateFault[] {
  return new FaultFinder(template).find(given);
}

class FaultFinder {
  readonly #parameters: Section<Parameter>;
  readonly #conditions: Section<CfnValue>;
  readonly #resources: Section<Resource>;
  readonly #outputs: Section<Output>;
  readonly #faults = new Map<string, TemplateFault>();
  #hasMacros: boolean;

  constructor(template: Template) {
    this.#parameters = mapsOf(template.Parameters);
    this.#conditions = new Map(Object.entries(template.Conditions ?? {}));
    this.#resources = mapsOf(template.Resources);
    this.#outputs = mapsOf(template.Outputs);
    this.#hasMacros = template.Transform !== undefined;
  }

  find(given: ReadonlySet<string>): readonly TemplateFault[] {
    for (const [name, parameter] of this.#parameters) {
      if (parameter.Default !== undefined || given.has(name)) continue;
      this.#tellOf('Parameters', name)('has neither a default nor a value');
    }
    for (const [name, condition] of this.#conditions) {
      const tell = this.#tellOf('Conditions', name);
      this.#visit(condition, tell);
      this.#visitConditions(condition, tell);
    }
    for (const entry of this.#resources) this.#visitResource(...entry);
    for (const entry of this.#outputs) this.#visitOutput(...entry);
    if (this.#hasMacros) return [];
    return [...this.#faults.values(), ...this.#findExcess()];
  }

  #visitResource(name: string, { Condition, DependsOn = [], Properties = {} }: Resource): void {
    const tell = this.#tellOf('Resources', name);
    this.#wantCondition(Condition, tell);
    for (const other of [DependsOn].flat()) {
      if (!this.#isResource(other) && !this.#isInModule(other))
        tell(`depends on "${other}", which is no resource`);
    }
    this.#visit(Properties, tell);
  }

  #visitOutput(name: string, { Condition, Value, Export }: Output): void {
    const tell = this.#tellOf('Outputs', name);
    this.#wantCondition(Condition, tell);
    this.#visit([Value, Export?.Name ?? ''], tell);
  }

  *#findExcess(): Iterable<TemplateFault> {
    const counts = [
      ['Resources', this.#resources.size],
      ['Outputs', this.#outputs.size],
      ['Parameters', this.#parameters.size],
    ] as const;
    for (const [section, count] of counts) {
      const message = `are ${count}, and CloudFormation takes ${MOST[section]}`;
      if (count > MOST[section]) yield { section, name: '', message };
    }
  }

  #tellOf(section: TemplateFault['section'], name: string): Tell {
    return (message) =>
      void this.#faults.set(`${section} ${name} ${message}`, { section, name, message });
  }

  #isResource(name: string): boolean {
    return this.#resources.has(name);
  }

  #wantValue(name: string, tell: Tell): void {
    if (name.startsWith('AWS::') || this.#isResource(name)) return;
    if (this.#parameters.has(name) || this.#isInModule(name)) return;
    tell(`refers to "${name}", which is neither a resource nor a parameter`);
  }

  /** `Storage.Bucket`: a resource that CloudFormation makes of the module `Storage`. */
  #isInModule(name: string): boolean {
    const { Type = '' } = this.#resources.get(name.split('.')[0] ?? name) ?? {};
    return name.includes('.') && Type.endsWith('::MODULE');
  }

  #wantAttribute(name: string, tell: Tell): void {
    if (!this.#isResource(name)) tell(`wants an attribute of "${name}", which is no resource`);
  }

  #wantCondition(name: CfnValue | undefined, tell: Tell): void {
    if (typeof name !== 'string' || this.#conditions.has(name)) return;
    tell(`has the condition "${name}", which is not defined`);
  }

  #visit(value: CfnValue, tell: Tell): void {
    if (Array.isArray(value)) for (const item of value) this.#visit(item, tell);
    if (!isMap(value)) return;
    const entries = Object.entries(value);
    for (const [key, argument] of entries) {
      if (key === 'Fn::Transform' || key.startsWith('Fn::ForEach')) this.#hasMacros = true;
      else if (entries.length > 1 || !this.#visitFunction(key, argument, tell))
        this.#visit(argument, tell);
    }
  }

  /** Whether it is a function that is done with. */
  #visitFunction(key: string, argument: CfnValue, tell: Tell): boolean {
    const first = Array.isArray(argument) ? argument[0] : argument;
    if (key === 'Fn::If') this.#wantCondition(first, tell);
    if (typeof first !== 'string') return false;
    if (key === 'Ref') this.#wantValue(first, tell);
    if (key === 'Fn::GetAtt') this.#wantAttribute(first.split('.')[0] ?? first, tell);
    if (key === 'Fn::Sub') this.#visitText(first, Array.isArray(argument) ? argument[1] : {}, tell);
    return key === 'Ref' || key === 'Fn::GetAtt';
  }

  #visitText(text: string, variables: CfnValue | undefined, tell: Tell): void {
    const own = isMap(variables) ? variables : {};
    for (const [, inner = ''] of text.matchAll(/\$\{([^!{}][^{}]*)\}/g)) {
      const name = inner.trim();
      const dot = name.indexOf('.');
      if (Object.hasOwn(own, name)) continue;
      if (dot < 0) this.#wantValue(name, tell);
      else this.#wantAttribute(name.slice(0, dot), tell);
    }
  }

  /** Inside Conditions, `{ Condition: X }` names another condition; elsewhere (IAM statements) it does not. */
  #visitConditions(value: CfnValue, tell: Tell): void {
    if (Array.isArray(value)) for (const item of value) this.#visitConditions(item, tell);
    if (!isMap(value)) return;
    this.#wantCondition(value.Condition, tell);
    for (const item of Object.values(value)) this.#visitConditions(item, tell);
  }
}

function isMap(value: CfnValue | undefined): value is { readonly [key: string]: CfnValue } {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
