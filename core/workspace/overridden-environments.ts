import { isPlainObject } from '../manifest/plain-object.js';
import { readDocument } from '../manifest/text/read-document.js';
import type { ManifestSource } from './workspace.js';

/** Names below `environments` of a workload's manifest; none where the text is no manifest. */
export function listOverriddenEnvironments({ text, file }: ManifestSource): readonly string[] {
  const result = readDocument(text, file);
  const environments = result.ok ? result.document.value.environments : undefined;
  return isPlainObject(environments) ? Object.keys(environments) : [];
}
