import type { Logging } from '../../manifest/schema/logging.js';
import type { CfnObject } from '../cloudformation.js';
import { properties, unlessEmpty } from '../properties.js';
import { logRouterEnvironmentFiles } from './env-file-parameters.js';
import { manifestVariables } from './environment-variables.js';
import { CLOUDWATCH_LOGS, hasLogRouter, LOG_ROUTER_NAME } from './log-routing.js';
import { manifestSecrets } from './secrets.js';

const DEFAULT_IMAGE = 'public.ecr.aws/aws-observability/aws-for-fluent-bit:stable';

function firelensOptions(logging: Logging): CfnObject {
  const file = logging.configFilePath;
  return {
    // ECS takes options as text.
    'enable-ecs-log-metadata': String(logging.enableMetadata ?? true),
    ...(file === undefined ? {} : { 'config-file-type': 'file', 'config-file-value': file }),
  };
}

/** The FireLens container, as a list of one or none. */
export function renderLogRouter(
  logging: Logging | undefined,
  common: readonly CfnObject[],
): readonly CfnObject[] {
  if (logging === undefined || !hasLogRouter(logging)) return [];
  return [
    properties({
      Name: LOG_ROUTER_NAME,
      Image: logging.image ?? DEFAULT_IMAGE,
      Environment: [...common, ...manifestVariables(logging.variables)],
      EnvironmentFiles: logRouterEnvironmentFiles(),
      Secrets: unlessEmpty(manifestSecrets(logging.secrets)),
      FirelensConfiguration: { Type: 'fluentbit', Options: firelensOptions(logging) },
      LogConfiguration: CLOUDWATCH_LOGS,
    }),
  ];
}
