/** Values of `Fn::GetAtt`: what a provider set, else made up from the type's ARN template and the attribute's name. */
import type { World } from '../../world.js';
import type { Resolved } from '../intrinsic-functions.js';
import { findResourceType, isCustomResource } from '../resource-catalog.js';
import type { Properties, ResourceRecord } from '../stack-records.js';

const lastPart = (physicalId: string): string => physicalId.split(/[/:]/).at(-1) ?? physicalId;

/** Names of attributes that hold the name rather than the id. */
const isName = (attribute: string): boolean =>
  /Name$/.test(attribute) && !/DNS|Domain/i.test(attribute);

function makeArn(world: World, type: string, physicalId: string): string {
  const template = findResourceType(type)?.arnTemplate;
  const name = lastPart(physicalId);
  if (!template)
    return physicalId.startsWith('arn:')
      ? physicalId
      : `arn:aws:cloudformation:${world.region}:${world.accountId}:resource/${name}`;
  return template
    .replace('${Partition}', 'aws')
    .replace('${Region}', world.region)
    .replace('${Account}', world.accountId)
    .replace(/\$\{[^}]+\}/g, name);
}

function makeAttribute(
  world: World,
  type: string,
  attribute: string,
  physicalId: string,
): Resolved {
  const name = lastPart(physicalId);
  const leaf = attribute.split('.').at(-1) ?? attribute;
  if (leaf === 'Arn' || leaf.endsWith('Arn') || leaf.endsWith('ARN'))
    return makeArn(world, type, physicalId);
  if (attribute === 'NameServers') return [1, 2, 3, 4].map((count) => `ns-${count}.awsdns.example`);
  if (/(DNSName|DomainName|Address)$/.test(leaf))
    return `${name.toLowerCase()}.${world.region}.amazonaws.com`;
  if (leaf === 'Port') return '5432';
  if (leaf.endsWith('s') && /Ids$|Arns$|Blocks$|Groups$|Entries$/.test(leaf))
    return [`${name}-${leaf}`];
  if (isName(leaf) || leaf === 'Id' || leaf.endsWith('Id') || leaf.endsWith('ID')) return name;
  return `${name}.${attribute}`;
}

/** Attributes of a resource that nothing in the account models. */
export function makeAttributes(
  world: World,
  type: string,
  physicalId: string,
  properties: Properties,
): Properties {
  const attributes: Record<string, Resolved> = {};
  for (const attribute of findResourceType(type)?.attributes ?? []) {
    attributes[attribute] =
      properties[attribute] ?? makeAttribute(world, type, attribute, physicalId);
  }
  return attributes;
}

/** Undefined where the type has no such attribute. Custom resources have whatever is asked for. */
export function findAttribute(record: ResourceRecord, attribute: string): Resolved | undefined {
  const value = record.attributes[attribute];
  if (value !== undefined) return value;
  if (!isCustomResource(record.type)) return undefined;
  return /priority|count/i.test(attribute) ? '1' : `${record.logicalId}.${attribute}`;
}
