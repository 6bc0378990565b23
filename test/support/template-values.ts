import type {
  Property,
  PropertyType,
  ResourceProperties,
  TypeDefinition,
} from '@aws-cdk/service-spec-types';
import type { CfnObject, CfnValue, Template } from '../../core/template/cloudformation.js';

export type SchemaContext = {
  readonly findType: (id: string) => TypeDefinition;
  readonly template: Template;
};

type Owner = { readonly name: string; readonly properties: ResourceProperties };

export const isObject = (value: CfnValue | undefined): value is CfnObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** The one function of an intrinsic object, for instance `Fn::If`; undefined for plain data. */
function findIntrinsic(value: CfnValue | undefined): string | undefined {
  if (!isObject(value)) return undefined;
  const [key, ...rest] = Object.keys(value);
  return rest.length === 0 && key && (key === 'Ref' || key.startsWith('Fn::')) ? key : undefined;
}

const TEXT = new Set(['Fn::Sub', 'Fn::Join', 'Fn::Base64', 'Fn::ImportValue', 'Fn::ToJsonString']);
const LISTS = new Set(['Fn::Split', 'Fn::GetAZs', 'Fn::Cidr']);

const isNoValue = (value: CfnValue): boolean => isObject(value) && value.Ref === 'AWS::NoValue';

/** What an intrinsic function gives; undefined when it cannot be told from the template. */
function findResultKind(value: CfnObject, template: Template): 'text' | 'list' | undefined {
  const name = findIntrinsic(value) ?? '';
  if (TEXT.has(name)) return 'text';
  if (LISTS.has(name)) return 'list';
  if (name !== 'Ref') return undefined;
  if (value.Ref === 'AWS::NotificationARNs') return 'list';
  const type = template.Parameters?.[String(value.Ref)]?.Type;
  return type && /List/.test(type) ? 'list' : 'text';
}

/** Value and path of everything that can stand where the given value stands: both branches of `Fn::If`, no AWS::NoValue. */
function expandBranches(path: string, value: CfnValue): readonly (readonly [string, CfnValue])[] {
  if (isNoValue(value)) return [];
  const branches = isObject(value) && findIntrinsic(value) === 'Fn::If' ? value['Fn::If'] : null;
  if (!Array.isArray(branches)) return [[path, value]];
  return branches.slice(1).flatMap((branch) => expandBranches(`${path}.Fn::If`, branch));
}

const PRIMITIVES: { readonly [type: string]: (value: CfnValue) => boolean } = {
  // CloudFormation turns numbers and booleans into text and text into numbers and booleans, but nothing else.
  string: (value) => ['string', 'number', 'boolean'].includes(typeof value),
  'date-time': (value) => typeof value === 'string',
  integer: (value) => /^-?\d+$/.test(String(value)) && !Array.isArray(value),
  number: (value) => value !== '' && !Array.isArray(value) && Number.isFinite(Number(value)),
  boolean: (value) => /^(true|false)$/i.test(String(value)),
  json: (value) => typeof value === 'object' || typeof value === 'string',
  null: (value) => value === null,
};

function describeValue(value: CfnValue): string {
  return JSON.stringify(value).slice(0, 80);
}

function checkPrimitive(path: string, value: CfnValue, type: PropertyType): readonly string[] {
  const accepts = PRIMITIVES[type.type];
  if (value === null || (accepts && !accepts(value)))
    return [`${path}: ${type.type} expected, found ${describeValue(value)}`];
  const allowed: readonly (string | number)[] | undefined =
    type.type === 'string' || type.type === 'integer' ? type.allowedValues : undefined;
  if (allowed && !allowed.map(String).includes(String(value)))
    return [`${path}: ${describeValue(value)} is none of ${allowed.join(', ')}`];
  return [];
}

function checkIntrinsic(
  path: string,
  value: CfnObject,
  type: PropertyType,
  context: SchemaContext,
): readonly string[] {
  const kind = findResultKind(value, context.template);
  const wantsList = type.type === 'array';
  if (kind === 'text' && wantsList) return [`${path}: a list expected, found text`];
  if (kind === 'list' && type.type in PRIMITIVES) return [`${path}: text expected, found a list`];
  if (kind === 'text' && (type.type === 'ref' || type.type === 'map'))
    return [`${path}: an object expected, found text`];
  return [];
}

const TAG: Owner = {
  name: 'Tag',
  properties: {
    Key: { type: { type: 'string' }, required: true },
    Value: { type: { type: 'string' }, required: true },
  },
};

function checkPlain(
  path: string,
  value: CfnValue,
  type: PropertyType,
  context: SchemaContext,
): readonly string[] {
  switch (type.type) {
    case 'array':
      if (!Array.isArray(value)) return [`${path}: a list expected, found ${describeValue(value)}`];
      return value.flatMap((item, index) =>
        checkValue(`${path}[${index}]`, item, type.element, context),
      );
    case 'map':
      if (!isObject(value)) return [`${path}: a map expected, found ${describeValue(value)}`];
      return Object.entries(value).flatMap(([key, item]) =>
        checkValue(`${path}.${key}`, item, type.element, context),
      );
    case 'ref': {
      const owner = context.findType(type.reference.$ref);
      return checkObject(path, value, owner, context);
    }
    case 'tag':
      return checkObject(path, value, TAG, context);
    case 'union':
      return checkUnion(path, value, type.types, context);
    default:
      return checkPrimitive(path, value, type);
  }
}

function checkObject(
  path: string,
  value: CfnValue,
  owner: Owner,
  context: SchemaContext,
): readonly string[] {
  if (!isObject(value)) return [`${path}: an object expected, found ${describeValue(value)}`];
  return checkProperties(path, value, owner, context);
}

function checkUnion(
  path: string,
  value: CfnValue,
  types: readonly PropertyType[],
  context: SchemaContext,
): readonly string[] {
  const attempts = types.map((type) => checkValue(path, value, type, context));
  return attempts.toSorted((a, b) => a.length - b.length)[0] ?? [];
}

function checkValue(
  path: string,
  value: CfnValue,
  type: PropertyType,
  context: SchemaContext,
): readonly string[] {
  return expandBranches(path, value).flatMap(([at, branch]) => {
    if (isObject(branch) && findIntrinsic(branch) && type.type !== 'union')
      return checkIntrinsic(at, branch, type, context);
    return checkPlain(at, branch, type, context);
  });
}

function checkProperty(
  path: string,
  value: CfnValue,
  property: Property,
  context: SchemaContext,
): readonly string[] {
  return checkUnion(path, value, [property.type, ...(property.previousTypes ?? [])], context);
}

/** Unknown names, missing required ones, and values of the wrong kind, all the way down. */
export function checkProperties(
  path: string,
  value: CfnObject,
  owner: Owner,
  context: SchemaContext,
): readonly string[] {
  // A macro may put properties in beside the ones that stand there.
  const expanded = 'Fn::Transform' in value;
  const missing = Object.entries(owner.properties)
    .filter(
      ([name, property]) =>
        property.required &&
        !expanded &&
        expandBranches(path, value[name] ?? { Ref: 'AWS::NoValue' }).length === 0,
    )
    .map(([name]) => `${path}: required property "${name}" of ${owner.name} is missing`);
  const present = Object.entries(value).flatMap(([name, item]) => {
    const property = owner.properties[name];
    if (name === 'Fn::Transform') return [];
    if (!property) return [`${path}: unknown property "${name}" of ${owner.name}`];
    return checkProperty(`${path}.${name}`, item, property, context);
  });
  return [...missing, ...present];
}
