import type { CfnObject } from '../cloudformation.js';
import { ref } from '../cloudformation.js';

/** Tags of App Runner's own resources: Copilot's three, then the manifest's. */
export function renderServiceTags(
  tags: { readonly [name: string]: string } | undefined,
): readonly CfnObject[] {
  const own = Object.entries(tags ?? {}).sort(([one], [other]) => (one < other ? -1 : 1));
  return [
    { Key: 'copilot-application', Value: ref('AppName') },
    { Key: 'copilot-environment', Value: ref('EnvName') },
    { Key: 'copilot-service', Value: ref('WorkloadName') },
    ...own.map(([key, value]) => ({ Key: key, Value: value })),
  ];
}
