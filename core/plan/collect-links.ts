import type { Asset } from '../release/release.js';
import type { CfnValue, Resource, Template } from '../template/cloudformation.js';
import {
  evaluateCondition,
  evaluateValue,
  isList,
  isObject,
  type Scope,
} from './evaluate-value.js';

/** What one stack, its nested stacks among it, offers to others and wants of them. Each name once. */
export type Links = {
  readonly exports: readonly string[];
  readonly imports: readonly string[];
  /** Names of SNS topics that it makes, and of those that it subscribes to. */
  readonly topics: readonly string[];
  readonly subscriptions: readonly string[];
};

export type LinkedStack = {
  readonly stackName: string;
  readonly template: Template;
  readonly parameters: { readonly [name: string]: string };
  readonly assets?: readonly Asset[];
};

/** Reads the links of a stack from its template. Names that depend on what is known only later are left out. */
export function collectLinks(stack: LinkedStack): Links {
  const scopes = findScopes(stack);
  const collect = (find: (scope: Scope) => readonly string[]): readonly string[] => [
    ...new Set(scopes.flatMap(find)),
  ];
  return {
    exports: collect(findExports),
    imports: collect(findImports),
    topics: collect(findTopics),
    subscriptions: collect(findSubscriptions),
  };
}

/** The names under which the outputs of a template are exported. */
export function findExports(scope: Scope): readonly string[] {
  return Object.values(scope.template.Outputs ?? {}).flatMap(({ Export, Condition }) =>
    Export && evaluateCondition(Condition, scope) !== false ? textOf(Export.Name, scope) : [],
  );
}

function findImports(scope: Scope): readonly string[] {
  const found: string[] = [];
  const visit = (value: CfnValue): void => {
    if (isList(value)) for (const item of value) visit(item);
    if (!isObject(value)) return;
    const chosen = value['Fn::If'] === undefined ? value : evaluateBranches(value['Fn::If'], scope);
    const name = value['Fn::ImportValue'];
    if (name !== undefined) found.push(...textOf(name, scope));
    for (const item of Object.values(chosen)) visit(item);
  };
  for (const resource of presentResources(scope)) visit(resource.Properties ?? {});
  for (const output of Object.values(scope.template.Outputs ?? {})) visit(output.Value);
  return found;
}

/** The branch that is taken, or both where that is not known. */
function evaluateBranches(argument: CfnValue, scope: Scope): { readonly [key: string]: CfnValue } {
  const [name, yes = null, no = null] = isList(argument) ? argument : [];
  const holds = typeof name === 'string' ? evaluateCondition(name, scope) : undefined;
  return { branches: holds === undefined ? [yes, no] : [holds ? yes : no] };
}

function findTopics(scope: Scope): readonly string[] {
  return presentResources(scope, 'AWS::SNS::Topic').flatMap(({ Properties = {} }) =>
    Properties.TopicName === undefined ? [] : textOf(Properties.TopicName, scope),
  );
}

/** The last part of the topic's ARN; a topic of the same stack is a `Ref`, which is no text. */
function findSubscriptions(scope: Scope): readonly string[] {
  return presentResources(scope, 'AWS::SNS::Subscription').flatMap(({ Properties = {} }) =>
    Properties.TopicArn === undefined
      ? []
      : textOf(Properties.TopicArn, scope).map((arn) => arn.slice(arn.lastIndexOf(':') + 1)),
  );
}

function presentResources(scope: Scope, type?: string): readonly Resource[] {
  return Object.values(scope.template.Resources).filter(
    (resource) =>
      (type === undefined || resource.Type === type) &&
      evaluateCondition(resource.Condition, scope) !== false,
  );
}

/** Same in every stack of one account and region, so a text with them in it can still be compared. */
const SHARED = /\$\{AWS::(Region|AccountId|Partition|URLSuffix)\}/g;

function textOf(value: CfnValue, scope: Scope): readonly string[] {
  const text = toText(evaluateValue(value, scope));
  return text === undefined || text.replace(SHARED, '').includes('${') ? [] : [text];
}

function toText(value: CfnValue): string | undefined {
  if (typeof value === 'string') return value;
  if (!isObject(value)) return undefined;
  if (typeof value.Ref === 'string') return `\${${value.Ref}}`;
  if (typeof value['Fn::Sub'] === 'string') return value['Fn::Sub'];
  const [separator, parts] = isList(value['Fn::Join']) ? value['Fn::Join'] : [];
  if (typeof separator !== 'string' || !isList(parts)) return undefined;
  const texts = parts.map(toText);
  return texts.includes(undefined) ? undefined : texts.join(separator);
}

/** The template itself and those of its nested stacks that lie among its assets. */
function findScopes(stack: LinkedStack): readonly Scope[] {
  const { template, parameters, stackName, assets = [] } = stack;
  const root: Scope = { template, parameters, stackName };
  return assets.length === 0 ? [root] : [root, ...findNestedScopes(root, assets)];
}

function findNestedScopes(scope: Scope, assets: readonly Asset[]): readonly Scope[] {
  return presentResources(scope, 'AWS::CloudFormation::Stack').flatMap(({ Properties = {} }) => {
    const url = toText(evaluateValue(Properties.TemplateURL ?? null, scope));
    const asset = url && assets.find(({ key }) => url.endsWith(`/${key}`));
    const template = asset ? parseTemplate(asset) : undefined;
    if (!template) return [];
    const given = evaluateValue(Properties.Parameters ?? {}, scope);
    const nested: Scope = { template, parameters: textsOf(given), stackName: undefined };
    return [nested, ...findNestedScopes(nested, assets)];
  });
}

function textsOf(given: CfnValue): { readonly [name: string]: string } {
  return Object.fromEntries(
    Object.entries(isObject(given) ? given : {}).flatMap(([name, value]) => {
      const text = isList(value) ? value.map(toText).join(',') : toText(value);
      return text === undefined ? [] : [[name, text]];
    }),
  );
}

/** Nested templates are rendered as JSON; anything else among the assets is no template. */
function parseTemplate({ body }: Asset): Template | undefined {
  try {
    const parsed: unknown = JSON.parse(new TextDecoder().decode(body));
    const isTemplate = typeof parsed === 'object' && parsed !== null && 'Resources' in parsed;
    return isTemplate ? (parsed as Template) : undefined;
  } catch {
    return undefined;
  }
}
