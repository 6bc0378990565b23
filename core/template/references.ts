import type { CfnValue } from './cloudformation.js';

const isList = (value: CfnValue): value is readonly CfnValue[] => Array.isArray(value);

/** Names inside `${…}` of a `Fn::Sub`; those that its own variables define are none of the template's. */
function namesInSub(argument: CfnValue): readonly string[] {
  const [text, variables] = isList(argument) ? argument : [argument, {}];
  const own = new Set(Object.keys(typeof variables === 'object' ? (variables ?? {}) : {}));
  const names = [...String(text).matchAll(/\$\{([^!}][^}]*)\}/g)].map(
    ([, name = '']) => name.trim().split('.')[0] ?? '',
  );
  return names.filter((name) => !own.has(name));
}

function nameInGetAtt(argument: CfnValue): string {
  const target = isList(argument) ? argument[0] : argument;
  return String(target).split('.')[0] ?? '';
}

function namesOf(key: string, argument: CfnValue): readonly string[] {
  switch (key) {
    case 'Ref':
      return [String(argument)];
    case 'Fn::GetAtt':
      return [nameInGetAtt(argument)];
    case 'Fn::Sub':
      return namesInSub(argument);
    default:
      return [];
  }
}

function* findNames(value: CfnValue): Iterable<string> {
  if (value === null || typeof value !== 'object') return;
  const entries: readonly (readonly [string, CfnValue])[] = isList(value)
    ? value.map((item) => ['', item] as const)
    : Object.entries(value);
  for (const [key, inner] of entries) {
    yield* namesOf(key, inner);
    yield* findNames(inner);
  }
}

/** Logical ids, parameters and pseudo parameters that a value of a template refers to, each once. */
export function collectReferences(value: CfnValue): ReadonlySet<string> {
  return new Set(findNames(value));
}
