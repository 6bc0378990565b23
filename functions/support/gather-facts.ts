import * as z from 'zod';
import type { DeploymentRequest } from '../../core/deployment/request.js';
import type { Facts } from '../../core/facts/facts.js';
import { assumedFacts } from './ambient.js';
import { artifactBucket } from './artifacts.js';
import { findStack } from './cloudformation.js';
import { ENV, requireEnv } from './env.js';
import { findParameter } from './ssm.js';

/** Copilot's own record of an application, in SSM. Fields that Autoland does not use are left out. */
const ApplicationRecord = z.object({
  account: z.string().optional(),
  domain: z.string().optional(),
});

/** Copilot's own record of an environment, in SSM. */
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

/**
 * Everything that rendering needs from AWS. An application that Copilot made is found by its records in SSM
 * (`/copilot/applications/…`); one that Autoland makes itself needs none.
 */
export async function gatherFacts(application: string, request: DeploymentRequest): Promise<Facts> {
  const gathered = await gather(application, request);
  const assumed = assumedFacts();
  return {
    ...gathered,
    ...assumed,
    workloadImages: { ...assumed.workloadImages, ...gathered.workloadImages },
    application: { ...gathered.application, ...assumed.application, name: application },
    environment: {
      ...gathered.environment,
      ...assumed.environment,
      artifactBucket: artifactBucket(),
    },
  };
}

async function gather(application: string, request: DeploymentRequest): Promise<Facts> {
  const prefix = `/copilot/applications/${application}`;
  const [app, env, stack] = await Promise.all([
    findParameter(prefix).then((text) => parseRecord(ApplicationRecord, text)),
    findParameter(`${prefix}/environments/${request.environment}`).then((text) =>
      parseRecord(EnvironmentRecord, text),
    ),
    findStack(`${application}-${request.environment}`),
  ]);
  const accountId = env?.accountID ?? stack?.stackId.split(':')[4] ?? requireEnv(ENV.accountId);
  return withoutUndefined({
    application: withoutUndefined({
      name: application,
      accountId: app?.account ?? accountId,
      domain: app?.domain || undefined,
    }),
    environment: withoutUndefined({
      name: request.environment,
      accountId,
      region: env?.region ?? requireEnv(ENV.region),
      serviceDiscoveryEndpoint:
        stack?.parameters.ServiceDiscoveryEndpoint || `${request.environment}.${application}.local`,
      artifactBucket: artifactBucket(),
      artifactKeyArn: requireEnv(ENV.artifactKeyArn),
      // Copilot's record, or for an environment made without Copilot what its stack tells.
      executionRoleArn: stack
        ? (env?.executionRoleARN ?? stack.outputs.CFNExecutionRoleARN)
        : undefined,
      managerRoleArn: stack ? env?.managerRoleARN : undefined,
    }),
    templateVersion: TEMPLATE_VERSION,
    variables: request.variables,
    workloadImages: request.images,
    environmentParameters: stack?.parameters,
  });
}

/** Copilot's tools read it and refuse to go below; the last one that Copilot itself wrote was v1.34. */
const TEMPLATE_VERSION = 'v1.34.0';

/** Optional facts are absent, never undefined. */
function withoutUndefined<T extends object>(
  value: T,
): { [K in keyof T]: Exclude<T[K], undefined> } {
  return Object.fromEntries(Object.entries(value).filter(([, inner]) => inner !== undefined)) as {
    [K in keyof T]: Exclude<T[K], undefined>;
  };
}
