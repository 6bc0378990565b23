import { alphanumeric } from '../../manifest/resolve/names.js';
import type { EcsWorkload } from '../../manifest/schema/workload.js';
import type { CfnObject, CfnValue } from '../cloudformation.js';
import { NO_VALUE, ref, when } from '../cloudformation.js';
import { hasLogRouter } from './log-routing.js';

/** One container's env file: the parameter that holds its ARN and the condition that it has one. */
export type EnvFileSlot = {
  readonly container: 'main' | 'log router' | 'sidecar';
  /** Path in the workspace; undefined where the manifest names none, and the parameter is empty. */
  readonly path: string | undefined;
  readonly parameter: string;
  readonly condition: string;
  /** Suffix of the name of the policy that lets the agent read the file. */
  readonly policy: string;
  readonly description: string;
};

const MAIN = {
  container: 'main',
  parameter: 'EnvFileARN',
  condition: 'HasEnvFile',
  policy: 'GetEnvFilePolicy',
  description: 'URL of the environment file.',
} as const;

const LOG_ROUTER = {
  container: 'log router',
  parameter: 'LoggingEnvFileARN',
  condition: 'HasLoggingEnvFile',
  policy: 'GetLoggingEnvFilePolicy',
  description: 'URL of the environment file for the logging sidecar.',
} as const;

function sidecarSlot(name: string, path: string | undefined): EnvFileSlot {
  const safe = alphanumeric(name);
  return {
    container: 'sidecar',
    path,
    parameter: `EnvFileARNFor${safe}`,
    condition: `HasEnvFileFor${safe}`,
    policy: `GetEnvFilePolicyFor${safe}`,
    description: `URL of the environment file for the ${name} sidecar.`,
  };
}

/** Slots of the main container, the log router where there is one, and the sidecars by name. */
export function envFileSlots(workload: EcsWorkload): readonly EnvFileSlot[] {
  const { logging, sidecars = {} } = workload;
  return [
    { ...MAIN, path: workload.env_file },
    ...(hasLogRouter(logging) ? [{ ...LOG_ROUTER, path: logging?.env_file }] : []),
    ...Object.keys(sidecars)
      .sort()
      .map((name) => sidecarSlot(name, sidecars[name]?.env_file)),
  ];
}

function environmentFiles(condition: string, parameter: string): readonly CfnValue[] {
  return [when(condition, { Type: 's3', Value: ref(parameter) }, NO_VALUE)];
}

export const mainEnvironmentFiles = (): readonly CfnValue[] =>
  environmentFiles(MAIN.condition, MAIN.parameter);

export const logRouterEnvironmentFiles = (): readonly CfnValue[] =>
  environmentFiles(LOG_ROUTER.condition, LOG_ROUTER.parameter);

export function sidecarEnvironmentFiles(name: string): readonly CfnValue[] {
  const slot = sidecarSlot(name, undefined);
  return environmentFiles(slot.condition, slot.parameter);
}

export function envFileParameters(slots: readonly EnvFileSlot[]): CfnObject {
  return Object.fromEntries(
    slots.map(({ parameter, description }): [string, CfnObject] => [
      parameter,
      { Type: 'String', Default: '', Description: description },
    ]),
  );
}

export function envFileConditions(slots: readonly EnvFileSlot[]): CfnObject {
  return Object.fromEntries(
    slots.map(({ parameter, condition }): [string, CfnValue] => [
      condition,
      { 'Fn::Not': [{ 'Fn::Equals': [ref(parameter), ''] }] },
    ]),
  );
}
