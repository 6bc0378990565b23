import * as z from 'zod';
import type { QueryLanguage, StateType } from './machine.js';
import { mapFields } from './schema-map.js';
import {
  argument,
  assign,
  comment,
  expression,
  type Fields,
  flow,
  guards,
  json,
  number,
  path,
  resultShaping,
  shaping,
  text,
  timestamp,
} from './schema-parts.js';

/** Any object; what is inside is checked on its own, with its own location. */
const branch = z.record(z.string(), z.unknown());

/** The fields of each type of state in one query language. A field that is not here is refused. */
export function fieldsOf(type: StateType, language: QueryLanguage): Fields {
  const isJsonata = language === 'JSONata';
  return { ...comment, Type: text, QueryLanguage: text.optional(), ...BY_TYPE[type](isJsonata) };
}

const BY_TYPE: { readonly [Type in StateType]: (isJsonata: boolean) => Fields } = {
  Task: (isJsonata) => ({
    ...flow,
    ...resultShaping(isJsonata),
    ...argument(isJsonata),
    ...guards(isJsonata),
    Resource: text,
    Credentials: credentials(isJsonata).optional(),
    TimeoutSeconds: number(isJsonata, z.int().positive()).optional(),
    HeartbeatSeconds: number(isJsonata, z.int().positive()).optional(),
    ...(isJsonata
      ? {}
      : { TimeoutSecondsPath: path.optional(), HeartbeatSecondsPath: path.optional() }),
  }),
  Pass: (isJsonata) => ({
    ...flow,
    ...shaping(isJsonata),
    ...(isJsonata
      ? {}
      : { Result: json.optional(), Parameters: json.optional(), ResultPath: path.nullish() }),
  }),
  Choice: (isJsonata) => ({
    ...shaping(isJsonata),
    Default: text.optional(),
    Choices: z.array(isJsonata ? jsonataRule : branch).min(1, 'Value cannot be empty'),
  }),
  Wait: (isJsonata) => ({
    ...flow,
    ...shaping(isJsonata),
    Seconds: number(isJsonata, z.int().nonnegative()).optional(),
    Timestamp: (isJsonata ? z.union([timestamp, expression]) : timestamp).optional(),
    ...(isJsonata ? {} : { SecondsPath: path.optional(), TimestampPath: path.optional() }),
  }),
  Parallel: (isJsonata) => ({
    ...flow,
    ...resultShaping(isJsonata),
    ...argument(isJsonata),
    ...guards(isJsonata),
    Branches: z.array(branch).min(1, 'Value cannot be empty'),
  }),
  Map: (isJsonata) => ({
    ...flow,
    ...resultShaping(isJsonata),
    ...guards(isJsonata),
    ...mapFields(isJsonata),
  }),
  Succeed: (isJsonata) =>
    isJsonata
      ? { Output: json.optional() }
      : { InputPath: path.nullish(), OutputPath: path.nullish() },
  Fail: (isJsonata) => ({
    Error: text.optional(),
    Cause: text.optional(),
    ...(isJsonata ? {} : { ErrorPath: path.optional(), CausePath: path.optional() }),
  }),
};

function credentials(isJsonata: boolean): z.ZodType {
  const role = z.looseObject({ RoleArn: text });
  return isJsonata ? role : z.union([role, z.looseObject({ 'RoleArn.$': path })]);
}

const jsonataRule = z.strictObject({
  ...comment,
  ...assign,
  Condition: z.union([z.boolean(), expression]),
  Next: text,
  Output: json.optional(),
});
