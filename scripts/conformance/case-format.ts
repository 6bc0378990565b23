import { z } from 'zod';
import type { Json, JsonObject } from '../../local/asl/api.js';

const json = z.custom<Json>();
const object = z.custom<JsonObject>();

const attempt = z.object({
  succeed: json.optional(),
  fail: z.object({ error: z.string().optional(), cause: z.string().optional() }).optional(),
  timeout: z.literal(true).optional(),
  heartbeatTimeout: z.literal(true).optional(),
  pending: z.literal(true).optional(),
  iteration: z.int().optional(),
  submitted: json.optional(),
});

const tasks = z.record(z.string(), z.array(attempt));

const row = z.object({ input: json, definition: json.optional(), expected: object });

/** One recorded case; its README says what each member means. */
export const conformanceCase = z.object({
  name: z.string(),
  kind: z.enum(['state', 'validation', 'variableReferences', 'table']).optional(),
  definition: json.optional(),
  execution: z.object({ type: z.literal('EXPRESS') }).optional(),
  startTime: z.string().optional(),
  stop: z.object({ whileIn: z.string() }).optional(),
  input: json.optional(),
  tasks: tasks.optional(),
  s3Objects: z
    .array(z.object({ bucket: z.string(), key: z.string(), body: z.string() }))
    .optional(),
  // Of the other kinds.
  api: z.string().optional(),
  request: z.object({ type: z.enum(['STANDARD', 'EXPRESS']).optional() }).optional(),
  stateName: z.string().optional(),
  variables: object.optional(),
  context: object.optional(),
  mock: attempt.optional(),
  stateConfiguration: z
    .object({
      retrierRetryCount: z.int().optional(),
      mapIterationFailureCount: z.int().optional(),
      errorCausedByState: z.string().optional(),
      mapItemReaderData: z.string().optional(),
    })
    .optional(),
  rows: z.array(row).optional(),
  expected: object.optional(),
});

export type ConformanceCase = z.infer<typeof conformanceCase>;
export type RecordedAttempt = z.infer<typeof attempt>;
