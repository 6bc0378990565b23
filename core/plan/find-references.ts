import type { CfnValue } from '../template/cloudformation.js';
import { isList, isObject } from './evaluate-value.js';

/** A resource that a value refers to, by its id (`Ref`) or by one of its attributes (`GetAtt`). */
export type Reference = { readonly logicalId: string; readonly by: 'id' | 'attribute' };

/** Every reference in a value. Names of parameters and pseudo parameters are among them. */
export function findReferences(value: CfnValue): readonly Reference[] {
  if (isList(value)) return value.flatMap(findReferences);
  if (!isObject(value)) return [];
  return Object.entries(value).flatMap(([key, argument]) => {
    if (key === 'Ref' && typeof argument === 'string') {
      return [{ logicalId: argument, by: 'id' as const }];
    }
    if (key === 'Fn::GetAtt') return findAttribute(argument);
    if (key === 'Fn::Sub') return findInText(argument);
    return findReferences(argument);
  });
}

function findAttribute(argument: CfnValue): readonly Reference[] {
  const name = isList(argument) ? argument[0] : argument;
  if (typeof name !== 'string') return [];
  return [{ logicalId: name.split('.')[0] ?? name, by: 'attribute' }];
}

function findInText(argument: CfnValue): readonly Reference[] {
  const [text, variables = {}] = isList(argument) ? argument : [argument];
  if (typeof text !== 'string') return findReferences(argument);
  const inText = [...text.matchAll(/\$\{([^!}][^}]*)\}/g)].map((match): Reference => {
    const [logicalId = '', attribute] = (match[1] ?? '').trim().split('.');
    return { logicalId, by: attribute === undefined ? 'id' : 'attribute' };
  });
  return [...inText, ...findReferences(variables)];
}
