import * as z from 'zod';
import type { CopilotRecords } from '../../../core/facts/describe-environment.js';
import { records } from '../deletion/copilot-records.js';
import { findParameter } from '../ssm.js';

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

const parseRecord = <S extends z.ZodType>(
  schema: S,
  text: string | undefined,
): z.output<S> | undefined => (text === undefined ? undefined : schema.parse(JSON.parse(text)));

/** Copilot's own records in SSM; an application that Autoland makes itself has none. */
export async function findRecords(
  application: string,
  environment: string,
): Promise<CopilotRecords> {
  const [ofApplication, ofEnvironment] = await Promise.all([
    findParameter(records.application(application)),
    findParameter(`${records.environments(application)}/${environment}`),
  ]);
  return {
    application: parseRecord(ApplicationRecord, ofApplication),
    environment: parseRecord(EnvironmentRecord, ofEnvironment),
  };
}
