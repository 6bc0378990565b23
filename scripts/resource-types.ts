/**
 * Rewrites local/account/cloudformation/resource-types.tsv from the resource database that the CDK CLI ships.
 * Columns: type, what `Ref` gives, ARN template, property that takes tags, properties whose change replaces the
 * resource, properties whose change may replace it, attributes, required properties. Run with `npx tsx scripts/resource-types.ts`.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';

type Property = {
  readonly causesReplacement?: 'yes' | 'maybe' | 'no';
  readonly required?: boolean;
};
type Entity = {
  readonly cloudFormationType: string;
  readonly cfnRefIdentifier?: readonly string[];
  readonly primaryIdentifier?: readonly string[];
  readonly arnTemplate?: string;
  readonly tagInformation?: { readonly tagPropertyName: string };
  readonly properties: { readonly [name: string]: Property };
  readonly attributes: { readonly [name: string]: unknown };
};

const root = `${import.meta.dirname}/..`;
const database = JSON.parse(
  gunzipSync(readFileSync(`${root}/node_modules/aws-cdk/db.json.gz`)).toString('utf8'),
) as {
  readonly schema: { readonly resource: { readonly entities: { readonly [id: string]: Entity } } };
};

const replacedBy = (entity: Entity, how: 'yes' | 'maybe'): string =>
  Object.entries(entity.properties)
    .filter(([, property]) => property.causesReplacement === how)
    .map(([name]) => name)
    .sort()
    .join(',');

const lines = Object.values(database.schema.resource.entities)
  .sort((a, b) => (a.cloudFormationType < b.cloudFormationType ? -1 : 1))
  .map((entity) =>
    [
      entity.cloudFormationType,
      (entity.cfnRefIdentifier ?? entity.primaryIdentifier ?? []).join(','),
      entity.arnTemplate ?? '',
      entity.tagInformation?.tagPropertyName ?? '',
      replacedBy(entity, 'yes'),
      replacedBy(entity, 'maybe'),
      Object.keys(entity.attributes).sort().join(','),
      Object.entries(entity.properties)
        .filter(([, property]) => property.required)
        .map(([name]) => name)
        .sort()
        .join(','),
    ].join('\t'),
  );
writeFileSync(`${root}/local/account/cloudformation/resource-types.tsv`, `${lines.join('\n')}\n`);
