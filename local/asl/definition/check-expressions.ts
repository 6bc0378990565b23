import { compileExpression } from '../jsonata/evaluate.js';
import { findExpression } from '../jsonata/template.js';
import { findTopLevelNames } from '../jsonata/top-level-names.js';
import { checkPayloadTemplates } from '../jsonpath/check-templates.js';
import type { Report } from './diagnostic.js';
import type { QueryLanguage, State } from './machine.js';
import { extendLocation } from './schema-issues.js';

// States inside these are checked on their own.
const NESTED = new Set(['Branches', 'ItemProcessor', 'Iterator']);

/** Every JSONata expression, path and intrinsic of a state can be parsed. */
export function checkExpressions(
  state: State,
  language: QueryLanguage,
  location: string,
  report: Report,
): void {
  if (language === 'JSONPath') {
    checkPayloadTemplates(state, location, report);
    return;
  }
  for (const [field, value] of Object.entries(state))
    if (!NESTED.has(field)) checkTemplate(value, `${location}/${field}`, report);
}

function checkTemplate(value: unknown, location: string, report: Report): void {
  const expression = findExpression(value);
  if (expression !== undefined) {
    checkExpression(expression, location, report);
  } else if (Array.isArray(value)) {
    for (const [index, item] of value.entries())
      checkTemplate(item, extendLocation(location, [index]), report);
  } else if (typeof value === 'object' && value !== null) {
    for (const [key, member] of Object.entries(value))
      checkTemplate(member, extendLocation(location, [key]), report);
  }
}

function checkExpression(expression: string, location: string, report: Report): void {
  try {
    const ast = compileExpression(expression).ast();
    for (const name of findTopLevelNames(ast))
      report(
        location,
        `Reference to '${name}' at the top level is not supported.`,
        'UNSUPPORTED_JSONATA_EXPRESSION',
      );
  } catch (thrown) {
    const message =
      typeof thrown === 'object' && thrown !== null && 'message' in thrown
        ? String(thrown.message)
        : String(thrown);
    report(location, message, 'INVALID_JSONATA_EXPRESSION');
  }
}
