import * as z from 'zod';
import { listMistakes } from '../../core/list-mistakes.js';

const Schema = z.strictObject({
  minutes: z.number().min(1).max(9).default(5),
  policy: z.enum(['stop', 'continue']).default('stop'),
  hash: z
    .string()
    .regex(/^[0-9]+$/, 'must be digits')
    .optional(),
  names: z.array(z.string().max(3)).min(1).optional(),
  on: z.boolean().optional(),
  map: z.record(z.string(), z.string()).optional(),
  inner: z.strictObject({ needed: z.string() }).optional(),
});

test.each<readonly [unknown, readonly string[]]>([
  [[], ['(body): must be a map, not []']],
  [undefined, ['(body): is missing']],
  [{ minutes: 0 }, ['minutes: must be 1 or more, not 0']],
  [{ minutes: 10 }, ['minutes: must be 9 or less, not 10']],
  [{ minutes: '5' }, ['minutes: must be a number, not "5"']],
  [{ policy: 'panic' }, ['policy: must be "stop" or "continue", not "panic"']],
  [{ hash: 'x' }, ['hash: must be digits']],
  [{ names: [] }, ['names: must not be empty']],
  [{ names: ['long'] }, ['names.0: is too long: 3 at most']],
  [{ names: 'x' }, ['names: must be a list, not "x"']],
  [{ on: 'yes' }, ['on: must be true or false, not "yes"']],
  [{ map: 3 }, ['map: must be a map, not 3']],
  [{ inner: {} }, ['inner.needed: is missing']],
  [{ role: 1, bucket: 2 }, ['(body): unknown field "role", "bucket"']],
  [{ on: 'y'.repeat(100) }, [`on: must be true or false, not "${'y'.repeat(59)}…`]],
  [
    { minutes: 0, on: 1 },
    ['minutes: must be 1 or more, not 0', 'on: must be true or false, not 1'],
  ],
])('%j', (value, expected) => {
  const { error } = Schema.safeParse(value, { reportInput: true });
  const told = error ? listMistakes(error, '(body)') : [];
  expect(told.map(({ field, detail }) => `${field}: ${detail}`)).toEqual(expected);
});
