import type { Report } from '../definition/diagnostic.js';
import type { State } from '../definition/machine.js';
import { extendLocation } from '../definition/schema-issues.js';
import { findComparison } from './choice-rule.js';
import { parseIntrinsic } from './intrinsic.js';
import { parsePath } from './path.js';

const TEMPLATES = ['Parameters', 'ResultSelector', 'ItemSelector', 'Assign', 'Credentials'];
const SETTINGS = ['ItemReader', 'ItemBatcher', 'ResultWriter'];

type Members = { readonly [key: string]: unknown };

/** Payload templates, paths and choice rules of a JSONPath state can be parsed. */
export function checkPayloadTemplates(state: State, location: string, report: Report): void {
  const fields: Members = state;
  for (const name of TEMPLATES)
    checkTemplate(fields[name], extendLocation(location, [name]), report);
  for (const name of SETTINGS) checkSettings(fields[name], `${location}/${name}`, report);
  checkPaths(fields, location, report);
  if (state.Type === 'Choice')
    for (const [index, rule] of state.Choices.entries())
      checkRule(rule, `${location}/Choices[${index}]`, report);
}

function checkTemplate(template: unknown, location: string, report: Report): void {
  if (Array.isArray(template)) {
    for (const [index, item] of template.entries())
      checkTemplate(item, extendLocation(location, [index]), report);
    return;
  }
  if (!isObject(template)) return;
  for (const [key, value] of Object.entries(template)) {
    if (!key.endsWith('.$')) checkTemplate(value, extendLocation(location, [key]), report);
    else if (!isExpression(value))
      report(
        location,
        `The value for the field '${key}' must be a valid JSONPath or a valid intrinsic function call`,
      );
  }
}

function checkSettings(settings: unknown, location: string, report: Report): void {
  if (!isObject(settings)) return;
  checkTemplate(settings.Parameters, `${location}/Parameters`, report);
  checkTemplate(settings.BatchInput, `${location}/BatchInput`, report);
  checkPaths(settings, location, report);
}

function checkPaths(fields: Members, location: string, report: Report): void {
  for (const [name, value] of Object.entries(fields))
    if (name.endsWith('Path') && value !== null && !isExpression(value))
      report(
        `${location}/${name}`,
        `The value for the field '${name}' must be a valid JSONPath or a valid intrinsic function call`,
      );
}

function checkRule(rule: Members, location: string, report: Report, isNested = false): void {
  const { Next, Assign, Comment: _comment, ...test } = rule;
  if (!isNested && typeof Next !== 'string')
    report(location, "The field 'Next' is required but was missing");
  checkTemplate(Assign, `${location}/Assign`, report);
  if ('And' in test || 'Or' in test || 'Not' in test) {
    checkCombination(test, location, report);
    return;
  }
  const { Variable, ...comparison } = test;
  if (!isExpression(Variable)) report(location, "The field 'Variable' is required but was missing");
  const names = Object.keys(comparison);
  for (const name of names)
    if (name !== 'IsPresent' && !findComparison(name))
      report(location, `Field '${name}' is not supported`);
  if (names.length !== 1) report(location, 'Exactly one comparison is required');
}

function checkCombination(test: Members, location: string, report: Report): void {
  for (const [name, value] of Object.entries(test)) {
    const parts: readonly unknown[] = name === 'Not' ? [value] : Array.isArray(value) ? value : [];
    if (!['And', 'Or', 'Not'].includes(name)) report(location, `Field '${name}' is not supported`);
    else if (parts.length === 0) report(`${location}/${name}`, 'Value cannot be empty');
    for (const [index, part] of parts.entries())
      if (isObject(part)) checkRule(part, `${location}/${name}[${index}]`, report, true);
  }
}

function isExpression(value: unknown): boolean {
  return (
    typeof value === 'string' &&
    (parsePath(value) !== undefined || parseIntrinsic(value) !== undefined)
  );
}

function isObject(value: unknown): value is Members {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
