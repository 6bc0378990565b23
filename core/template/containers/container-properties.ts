import type { ExposedPorts, TrafficTarget } from '../../manifest/resolve/exposed-ports.js';
import { resolveContainerHealthCheck } from '../../manifest/resolve/health-checks.js';
import { resolveWords } from '../../manifest/resolve/words.js';
import type { ContainerDependsOn, ContainerHealthCheck } from '../../manifest/schema/image.js';
import type { StringOrList } from '../../manifest/schema/values.js';
import type { CfnObject, CfnValue } from '../cloudformation.js';
import { properties, unlessEmpty } from '../properties.js';

/** Copilot's name of the port that Service Connect sends to. */
const SERVICE_CONNECT_PORT = 'target';

export function healthCheckProperty(check: ContainerHealthCheck | undefined): CfnValue | undefined {
  const resolved = resolveContainerHealthCheck(check);
  if (resolved === undefined) return undefined;
  return {
    Command: resolved.command,
    Interval: Math.trunc(resolved.interval),
    Retries: resolved.retries,
    StartPeriod: Math.trunc(resolved.startPeriod),
    Timeout: Math.trunc(resolved.timeout),
  };
}

export function dependsOnProperty(
  dependsOn: ContainerDependsOn | undefined,
): readonly CfnValue[] | undefined {
  return unlessEmpty(
    Object.entries(dependsOn ?? {})
      .sort(([one], [other]) => (one < other ? -1 : 1))
      .map(([container, condition]) => ({
        Condition: condition.toUpperCase(),
        ContainerName: container,
      })),
  );
}

export function labelsProperty(
  labels: { readonly [name: string]: string } | undefined,
): CfnObject | undefined {
  const entries = Object.entries(labels ?? {}).sort(([one], [other]) => (one < other ? -1 : 1));
  return entries.length === 0 ? undefined : Object.fromEntries(entries);
}

export function wordsProperty(words: StringOrList | undefined): readonly string[] | undefined {
  if (words === undefined) return undefined;
  const list = resolveWords(words);
  return list.length === 0 ? undefined : list;
}

export const credentialsProperty = (secretArn: string | undefined): CfnObject | undefined =>
  secretArn === undefined || secretArn === '' ? undefined : { CredentialsParameter: secretArn };

/** Ports that one container publishes; the one that Service Connect sends to has a name. */
export function portMappings(
  container: string,
  exposed: ExposedPorts,
  serviceConnect: TrafficTarget | undefined,
): readonly CfnObject[] {
  return exposed.ports
    .filter((item) => item.container === container)
    .map(({ port, protocol }) =>
      properties({
        ContainerPort: port,
        Protocol: protocol,
        Name:
          serviceConnect?.container === container && serviceConnect.port === port
            ? SERVICE_CONNECT_PORT
            : undefined,
      }),
    );
}
