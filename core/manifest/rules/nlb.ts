import { resolveAliases } from '../resolve/aliases.js';
import { parsePortMapping } from '../resolve/port-mapping.js';
import type { Nlb, NlbListener } from '../schema/nlb.js';
import { errorAt, type Finding, quoteFound } from '../text/finding.js';
import type { Path } from '../text/path.js';

const PROTOCOLS = ['tcp', 'udp', 'tls'];

export function* findNlbMistakes(nlb: Nlb | undefined): Iterable<Finding> {
  if (nlb === undefined) return;
  yield* findListenerMistakes(nlb, ['nlb']);
  for (const [index, alias] of resolveAliases(nlb.alias).entries()) {
    if (alias.hostedZone === undefined) continue;
    const message = '"hosted_zone" is not supported for a network load balancer';
    yield errorAt(['nlb', 'alias', index, 'hosted_zone'], message, 'write the name alone');
  }
  for (const [index, listener] of (nlb.additional_listeners ?? []).entries()) {
    const path = ['nlb', 'additional_listeners', index];
    yield* findListenerMistakes(listener, path);
    if (listener.healthcheck?.grace_period === undefined) continue;
    const hint = 'write it under nlb.healthcheck: a service has one grace period';
    yield errorAt(
      [...path, 'healthcheck', 'grace_period'],
      '"grace_period" in an additional listener',
      hint,
    );
  }
}

function* findListenerMistakes(listener: NlbListener, path: Path): Iterable<Finding> {
  const { protocol } = parsePortMapping(listener.port);
  if (protocol === undefined || PROTOCOLS.includes(protocol)) return;
  const message = `protocol ${quoteFound(protocol)} is none of ${PROTOCOLS.join(', ')}`;
  yield errorAt([...path, 'port'], message);
}
