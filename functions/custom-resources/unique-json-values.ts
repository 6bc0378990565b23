import * as z from 'zod';
import { customResource } from './support/custom-resource.js';
import { parseAliasesByService } from './support/domain-zones.js';

const Properties = z.object({
  /** JSON: aliases by service, or the empty text. */
  Aliases: z.string().default(''),
  AdditionalStrings: z.array(z.string()).default([]),
  /** Names of the services that count, separated by commas. */
  FilterFor: z.string().default(''),
});

/** `UniqueValues`: the aliases of the services that are behind the load balancer, sorted, each once. */
export const handler = customResource(
  Properties,
  async ({ kind, properties, physicalId, logicalId }) => {
    const id = { physicalId: physicalId ?? logicalId };
    if (kind === 'Delete') return id;
    const services = new Set(properties.FilterFor.split(',').filter((name) => name !== ''));
    const aliases = Object.entries(parseAliasesByService(properties.Aliases)).flatMap(
      ([service, names]) => (services.has(service) ? names : []),
    );
    const values = [...aliases, ...properties.AdditionalStrings].filter((value) => value !== '');
    return { ...id, data: { UniqueValues: [...new Set(values)].sort() } };
  },
);
