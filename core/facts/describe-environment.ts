import type { Facts } from './facts.js';

/** Copilot's records of an application and one of its environments, in SSM, as far as they are used. */
export type CopilotRecords = {
  readonly application?:
    | {
        readonly account?: string | undefined;
        readonly domain?: string | undefined;
        readonly permissionsBoundary?: string | undefined;
        readonly tags?: { readonly [key: string]: string } | undefined;
      }
    | undefined;
  readonly environment?:
    | {
        readonly region?: string | undefined;
        readonly accountID?: string | undefined;
        readonly executionRoleARN?: string | undefined;
        readonly managerRoleARN?: string | undefined;
      }
    | undefined;
};

export type EnvironmentState = {
  readonly application: string;
  readonly environment: string;
  /** Account and region of the environment. */
  readonly here: { readonly accountId: string; readonly region: string };
  /** Account of the installation, and so of an application without a record. */
  readonly homeAccountId: string;
  readonly records: CopilotRecords;
  /** The deployed environment stack; undefined where there is none. */
  readonly stack:
    | {
        readonly parameters: { readonly [name: string]: string };
        readonly outputs: { readonly [name: string]: string };
      }
    | undefined;
  /** Where the application keeps what its stacks refer to. */
  readonly artifacts: { readonly bucket: string; readonly keyArn: string };
};

/** Copilot's tools read it and refuse to go below; the last one that Copilot itself wrote was v1.34. */
export const TEMPLATE_VERSION = 'v1.34.0';

type EnvironmentFacts = Pick<
  Facts,
  'application' | 'environment' | 'templateVersion' | 'environmentParameters' | 'resourceTags'
>;

/**
 * What is known of application and environment. The deployed stack is believed before Copilot's records, which are kept
 * in the application's home region only and which an application that Autoland makes has not.
 */
export function describeEnvironment(state: EnvironmentState): EnvironmentFacts {
  const { records, stack } = state;
  const tags = records.application?.tags ?? {};
  return {
    application: describeApplication(state),
    environment: {
      name: state.environment,
      ...state.here,
      serviceDiscoveryEndpoint: findEndpoint(state),
      artifactBucket: state.artifacts.bucket,
      artifactKeyArn: state.artifacts.keyArn,
      ...(isBootstrap(stack) ? { version: 'bootstrap' } : {}),
      ...findRoles(state),
    },
    templateVersion: TEMPLATE_VERSION,
    ...(stack ? { environmentParameters: { ...stack.parameters } } : {}),
    ...(Object.keys(tags).length > 0 ? { resourceTags: { ...tags } } : {}),
  };
}

function describeApplication(state: EnvironmentState): Facts['application'] {
  const { account, domain, permissionsBoundary } = state.records.application ?? {};
  const { AppDNSName, ToolsAccountPrincipalARN } = state.stack?.parameters ?? {};
  const known = domain || AppDNSName;
  return {
    name: state.application,
    accountId: account ?? accountOf(ToolsAccountPrincipalARN) ?? state.homeAccountId,
    ...(known ? { domain: known } : {}),
    ...(permissionsBoundary ? { permissionsBoundary } : {}),
  };
}

/** `arn:aws:iam::<account>:root` */
const accountOf = (arn: string | undefined): string | undefined => arn?.split(':')[4] || undefined;

type Roles = Pick<NonNullable<Facts['environment']>, 'executionRoleArn' | 'managerRoleArn'>;

/** Without the stack there are no roles, whatever the records say. */
function findRoles({ stack, records: { environment: record } }: EnvironmentState): Roles {
  if (stack === undefined) return {};
  const { CFNExecutionRoleARN, EnvironmentManagerRoleARN } = stack.outputs;
  const executionRoleArn = CFNExecutionRoleARN ?? record?.executionRoleARN;
  const managerRoleArn = EnvironmentManagerRoleARN ?? record?.managerRoleARN;
  return {
    ...(executionRoleArn ? { executionRoleArn } : {}),
    ...(managerRoleArn ? { managerRoleArn } : {}),
  };
}

/** The two roles alone, before the environment's first deployment. */
const isBootstrap = (stack: EnvironmentState['stack']): boolean =>
  stack !== undefined && stack.outputs.VpcId === undefined;

/** Environments that were deployed before namespaces were per environment have `<app>.local`. */
function findEndpoint({ application, environment, stack }: EnvironmentState): string {
  const deployed = stack?.parameters.ServiceDiscoveryEndpoint;
  if (deployed) return deployed;
  const isNew = stack === undefined || isBootstrap(stack);
  return isNew ? `${environment}.${application}.local` : `${application}.local`;
}
