import { DeleteParametersCommand, GetParametersByPathCommand } from '@aws-sdk/client-ssm';
import * as z from 'zod';
import { ssm } from '../aws/ssm.js';

/** Where Copilot keeps its records; an application that Autoland made has none. */
export const records = {
  application: (application: string): string => `/copilot/applications/${application}`,
  environments: (application: string): string =>
    `/copilot/applications/${application}/environments`,
  components: (application: string): string => `/copilot/applications/${application}/components`,
} as const;

const EnvironmentRecord = z.object({
  accountID: z.string().optional(),
  region: z.string().optional(),
});

export type RecordedEnvironment = {
  readonly name: string;
  readonly place: { readonly account: string | undefined; readonly region: string | undefined };
};

/** The environments that Copilot knows of, in any account and region. */
export async function listRecordedEnvironments(
  application: string,
): Promise<readonly RecordedEnvironment[]> {
  const found = await listByPath(records.environments(application));
  return found.map(({ name, value }) => {
    const { accountID, region } = EnvironmentRecord.parse(JSON.parse(value));
    return { name, place: { account: accountID, region } };
  });
}

/** Names of the services and jobs that Copilot knows of. */
export async function listRecordedComponents(application: string): Promise<readonly string[]> {
  return (await listByPath(records.components(application))).map(({ name }) => name);
}

async function listByPath(
  path: string,
): Promise<readonly { readonly name: string; readonly value: string }[]> {
  const found: { name: string; value: string }[] = [];
  let next: string | undefined;
  do {
    const page = await ssm.send(new GetParametersByPathCommand({ Path: path, NextToken: next }));
    for (const { Name = '', Value = '{}' } of page.Parameters ?? [])
      found.push({ name: Name.slice(path.length + 1), value: Value });
    next = page.NextToken;
  } while (next);
  return found;
}

/** DeleteParameters takes at most ten names. */
const PAGE = 10;

/** Deletes the records that are there; those that are not are no matter. */
export async function deleteRecords(names: readonly string[]): Promise<void> {
  for (let start = 0; start < names.length; start += PAGE) {
    await ssm.send(new DeleteParametersCommand({ Names: names.slice(start, start + PAGE) }));
  }
}
