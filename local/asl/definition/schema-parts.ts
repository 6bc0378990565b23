import * as z from 'zod';
import { parseTimestamp } from './timestamp.js';

export type Fields = Record<string, z.ZodType>;

export const json = z.unknown();
export const text = z.string();
export const path = z.string();
export const expression = z.string().regex(/^\{%.*%\}$/s, 'String is not a JSONata expression');

/** A literal, or in JSONata an expression. */
export function number(isJsonata: boolean, literal: z.ZodType = z.number()): z.ZodType {
  return isJsonata ? z.union([literal, expression]) : literal;
}

export const timestamp = z
  .string()
  .refine(
    (value) => parseTimestamp(value) !== undefined,
    'String does not match RFC3339 timestamp',
  );

export const comment = { Comment: text.optional() };

export const flow = { Next: text.optional(), End: z.boolean().optional() };

export const assign = { Assign: z.record(z.string(), json).optional() };

export function shaping(isJsonata: boolean): Fields {
  if (isJsonata) return { ...assign, Output: json.optional() };
  return { ...assign, InputPath: path.nullish(), OutputPath: path.nullish() };
}

/** Of a state that has a result. */
export function resultShaping(isJsonata: boolean): Fields {
  if (isJsonata) return shaping(true);
  return {
    ...shaping(false),
    ResultPath: path.nullish(),
    ResultSelector: z.record(z.string(), json).optional(),
  };
}

const errorEquals = { ErrorEquals: z.array(z.string()).min(1, 'Value cannot be empty') };

const retrier = z.strictObject({
  ...comment,
  ...errorEquals,
  IntervalSeconds: z.int().positive().optional(),
  MaxAttempts: z.int().nonnegative().optional(),
  BackoffRate: z.number().min(1).optional(),
  MaxDelaySeconds: z.int().positive().optional(),
  JitterStrategy: z.enum(['FULL', 'NONE']).optional(),
});

export function guards(isJsonata: boolean): Fields {
  const catcher = z.strictObject({
    ...comment,
    ...errorEquals,
    ...assign,
    Next: text,
    ...(isJsonata ? { Output: json.optional() } : { ResultPath: path.nullish() }),
  });
  return { Retry: z.array(retrier).optional(), Catch: z.array(catcher).optional() };
}

export function argument(isJsonata: boolean): Fields {
  return isJsonata ? { Arguments: json.optional() } : { Parameters: json.optional() };
}
