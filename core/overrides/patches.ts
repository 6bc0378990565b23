import { isCfnObject } from '../addons/cfn-yaml.js';
import type { Issue } from '../issues.js';
import type { CfnObject, CfnValue, Template } from '../template/cloudformation.js';
import { findMalformed } from '../template/find-malformed.js';
import { EditRefused } from './edit-value.js';
import type { OverrideResult } from './override-result.js';
import { parsePatches, refusal } from './parse-patches.js';
import { patchValue } from './patch-value.js';
import { describeRetired, findRetiredTarget } from './retired-resources.js';

export type PatchedDocument =
  /** undefined: the patches removed the whole document. */
  | {
      readonly ok: true;
      readonly document: CfnValue | undefined;
      /** Warnings. */
      readonly issues: readonly Issue[];
    }
  | { readonly ok: false; readonly issues: readonly Issue[] };

/**
 * Applies the YAML patches of an `overrides/cfn.patches.yml` (a list of `add`, `remove` and `replace` with JSON
 * Pointers) to the template of a stack, after everything else. Each patch sees what the ones before it made, so the
 * first that cannot be applied ends it. A pointer steps into the argument of an intrinsic function without naming
 * it, as it was written for short tags (`!If`).
 */
export function applyPatches(
  template: Template,
  patchesText: string,
  file: string,
): OverrideResult {
  const patched = patchDocument(template, patchesText, file);
  if (!patched.ok) return patched;
  const { document } = patched;
  if (!isTemplate(document)) {
    const message = 'the patches leave no template with a map of Resources';
    const hint = 'do not remove or replace the document or its Resources';
    return { ok: false, issues: [{ severity: 'error', file, message, hint }] };
  }
  const hint = 'correct the patch: a template is written after all of them';
  const malformed = findMalformed(document).map(
    (part): Issue => ({ severity: 'error', file, ...part, hint }),
  );
  if (malformed.length > 0) return { ok: false, issues: [...patched.issues, ...malformed] };
  return { ok: true, template: document, issues: patched.issues };
}

/** As `applyPatches`, for a document of any shape. */
export function patchDocument(
  document: CfnValue,
  patchesText: string,
  file: string,
): PatchedDocument {
  const parsed = parsePatches(patchesText, file);
  if (!parsed.ok) return parsed;
  const issues: Issue[] = [];
  let current: CfnValue | undefined = document;
  for (const [index, patch] of parsed.patches.entries()) {
    const retired = findRetiredTarget(current, patch);
    if (retired !== undefined) {
      issues.push(describeRetired(retired, patch));
      continue;
    }
    try {
      current = patchValue(current ?? null, patch);
    } catch (error) {
      if (!(error instanceof EditRefused)) throw error;
      const message = refusal(patch.op, index, error.message);
      const hint = 'compare the path with the template that `autoland package` writes';
      return { ok: false, issues: [{ severity: 'error', ...patch.place, message, hint }] };
    }
  }
  return { ok: true, document: describePatched(current), issues };
}

/** Copilot's mark on a patched template, kept so that taking over a patched stack changes nothing. */
function describePatched(document: CfnValue | undefined): CfnValue | undefined {
  if (!isCfnObject(document) || typeof document.Description !== 'string') return document;
  const Description = `${document.Description.replace(/\.$/, '')} using AWS Copilot with YAML patches.`;
  return { ...document, Description };
}

function isTemplate(
  document: CfnValue | undefined,
): document is CfnObject & Template & { readonly Resources: CfnObject } {
  return isCfnObject(document) && isCfnObject(document.Resources);
}
