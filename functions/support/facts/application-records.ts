import * as z from 'zod';
import { AutolandError } from '../../../core/errors.js';
import type { CopilotRecords } from '../../../core/facts/describe-environment.js';
import { findParameter } from '../aws/ssm.js';
import { records } from '../deletion/copilot-records.js';

/** Fields that Autoland does not use are left out. */
const ApplicationRecord = z.object({
  account: z.string().optional(),
  domain: z.string().optional(),
  permissionsBoundary: z.string().optional(),
  tags: z
    .record(z.string(), z.string())
    .nullish()
    .transform((tags) => tags ?? undefined),
});

const EnvironmentRecord = z.object({
  region: z.string().optional(),
  accountID: z.string().optional(),
  executionRoleARN: z.string().optional(),
  managerRoleARN: z.string().optional(),
});

/** The record of this name; undefined where there is none. Trouble names the record: only people write a wrong one. */
async function findRecord<S extends z.ZodType>(
  schema: S,
  name: string,
): Promise<z.output<S> | undefined> {
  const text = await findParameter(name);
  if (text === undefined) return undefined;
  try {
    return schema.parse(JSON.parse(text));
  } catch (error) {
    throw new AutolandError('InputInvalid', `Copilot's record ${name} in SSM cannot be read`, {
      cause: error,
      instructions: ['restore it from the history of the parameter'],
    });
  }
}

/** Copilot's own records in SSM; an application that Autoland makes itself has none. */
export async function findRecords(
  application: string,
  environment: string,
): Promise<CopilotRecords> {
  const [ofApplication, ofEnvironment] = await Promise.all([
    findRecord(ApplicationRecord, records.application(application)),
    findRecord(EnvironmentRecord, `${records.environments(application)}/${environment}`),
  ]);
  return { application: ofApplication, environment: ofEnvironment };
}
