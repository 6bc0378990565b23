import { EVENT_ID, type Event, getScalarValue, SCALAR_STYLE } from 'js-yaml';
import type { Issue } from '../../issues.js';
import { type Edit, editScalar, type ScalarEvent } from './edit-scalar.js';
import { type InterpolationInput, VariableLookup } from './variable-lookup.js';

export type Interpolated = {
  /** The document with its comments; a variable that is not defined stays as it is written. */
  readonly text: string;
  readonly issues: readonly Issue[];
  /** Variables that are not defined. */
  readonly missing: ReadonlySet<string>;
};

/**
 * Replaces `${NAME}` in every text that is a value of a map or an item of a list, in the whole document, other
 * environments' sections included; `\${NAME}` becomes `${NAME}`. A text that then is a JSON list of texts becomes a
 * list, unless it is a literal block. Keys, comments, numbers and tagged values are left alone.
 *
 * `events` are the YAML parser's for `text`.
 */
export function interpolate(
  text: string,
  file: string,
  input: InterpolationInput,
  events: readonly Event[],
): Interpolated {
  const variables = new VariableLookup(text, file, input);
  const mayChange = text.includes('${') || /["'>]\s*\[/.test(text);
  const edits: Edit[] = [];
  for (const scalar of mayChange ? findValueScalars(text, events) : []) {
    const replaced = variables.replace(getScalarValue(text, scalar), scalar.valueStart);
    const edit = editScalar(text, scalar, replaced, (source) =>
      variables.replace(source, scalar.valueStart),
    );
    if (edit) edits.push(edit);
  }
  return { text: applyEdits(text, edits), issues: variables.issues, missing: variables.missing };
}

/** Scalars that are values of maps or items of lists and carry no tag but that of a text. */
function findValueScalars(text: string, events: readonly Event[]): ScalarEvent[] {
  const found: ScalarEvent[] = [];
  const open: { readonly isMap: boolean; children: number }[] = [];
  for (const event of events) {
    if (event.type === EVENT_ID.POP) {
      open.pop();
      continue;
    }
    const parent = open.at(-1);
    const isKey = parent?.isMap === true && parent.children % 2 === 0;
    if (parent) parent.children += 1;
    if (event.type !== EVENT_ID.SCALAR) open.push(...openedBy(event));
    else if (!isKey && isText(event, text)) found.push(event);
  }
  return found;
}

function openedBy(event: Event): { readonly isMap: boolean; children: number }[] {
  const isAlias = event.type === EVENT_ID.ALIAS;
  return isAlias ? [] : [{ isMap: event.type === EVENT_ID.MAPPING, children: 0 }];
}

function isText(scalar: ScalarEvent, text: string): boolean {
  const { tagStart, tagEnd, style } = scalar;
  if (tagStart >= 0) return text.slice(tagStart, tagEnd) === '!!str';
  return scalar.valueStart >= 0 || style !== SCALAR_STYLE.PLAIN;
}

function applyEdits(text: string, edits: readonly Edit[]): string {
  let result = '';
  let position = 0;
  for (const edit of edits) {
    result += text.slice(position, edit.start) + edit.text;
    position = edit.end;
  }
  return result + text.slice(position);
}
