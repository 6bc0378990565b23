import {
  type AutolandEvent,
  EVENT_SCHEMAS,
  type EventType,
} from '../../core/events/event-schemas.js';
import { EVENT_SOURCE } from '../../core/events/event-version.js';
import type { Installation } from './installation.js';

/** Events that do not fit the schema of their type; one line each. */
export function findMistakenEvents({ account }: Pick<Installation, 'account'>): readonly string[] {
  return account.events
    .sent()
    .filter(({ source }) => source === EVENT_SOURCE)
    .flatMap(({ 'detail-type': type, detail }) => {
      const schema = EVENT_SCHEMAS[type as EventType];
      const parsed = schema?.safeParse(detail);
      return parsed?.success ? [] : [`event ${type}: ${parsed?.error.message ?? 'unknown'}`];
    });
}

/** Everything that Autoland has put onto its bus, each event held against its schema. */
export function listEvents({ account }: Pick<Installation, 'account'>): readonly AutolandEvent[] {
  return account.events
    .sent()
    .filter(({ source }) => source === EVENT_SOURCE)
    .map(({ 'detail-type': name, detail }) => {
      const type = name as EventType;
      return { type, detail: EVENT_SCHEMAS[type].parse(detail) } as AutolandEvent;
    });
}

/** `deploy step.ended api done`, … : what was told, in order. */
export function readEvents(installation: Pick<Installation, 'account'>): readonly string[] {
  return listEvents(installation).map(({ type, detail }) =>
    [
      detail.kind,
      type,
      'step' in detail && detail.step !== null ? detail.step.split('/').at(-1) : '',
      'status' in detail ? `${detail.status} ${detail.result}` : '',
      'verdict' in detail ? detail.verdict : '',
      'restored' in detail ? (detail.restored ? 'restored' : 'not restored') : '',
    ]
      .filter(Boolean)
      .join(' '),
  );
}
