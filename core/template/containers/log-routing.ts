import type { Logging } from '../../manifest/schema/logging.js';
import type { CfnObject } from '../cloudformation.js';
import { ref } from '../cloudformation.js';
import { properties, unlessEmpty } from '../properties.js';
import { manifestSecrets } from './secrets.js';

export const LOG_ROUTER_NAME = 'firelens_log_router';

/** Everything below `logging` but `retention` asks for a FireLens container. */
export function hasLogRouter(logging: Logging | undefined): boolean {
  const { retention: _retention, ...rest } = logging ?? {};
  return Object.values(rest).some((value) => value !== undefined);
}

/** Logs of a container to the workload's own log group. */
export const CLOUDWATCH_LOGS: CfnObject = {
  LogDriver: 'awslogs',
  Options: {
    'awslogs-region': ref('AWS::Region'),
    'awslogs-group': ref('LogGroup'),
    'awslogs-stream-prefix': 'copilot',
  },
};

/** Logs of the main container: through the log router where the manifest sets one up. */
export function mainLogConfiguration(logging: Logging | undefined): CfnObject {
  if (logging === undefined || !hasLogRouter(logging)) return CLOUDWATCH_LOGS;
  const options = Object.entries(logging.destination ?? {}).sort(([one], [other]) =>
    one < other ? -1 : 1,
  );
  return properties({
    LogDriver: 'awsfirelens',
    Options: options.length === 0 ? undefined : Object.fromEntries(options),
    SecretOptions: unlessEmpty(manifestSecrets(logging.secretOptions)),
  });
}
