import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  describeEvent,
  type EventDeployment,
  type EventSubject,
} from '../../../core/events/describe-event.js';
import { EVENT_SCHEMAS } from '../../../core/events/event-schemas.js';

const deployment: EventDeployment = {
  deploymentId: 'd-1',
  kind: 'deploy',
  application: 'shop',
  environment: 'prod',
  requestedBy: null,
  createdAt: 1000,
  finishedAt: 61_000,
  verdict: 'FAILED_DIRTY',
  source: null,
  sourceCommit: null,
  releaseId: 'r-1',
  summary: 'it failed',
  rootCause: { reason: 'because', nextStep: 'mend it' },
  notRestored: [{ name: 'api' }],
  rollback: null,
};

const at = (kind: string, message = 'words', data?: unknown) => ({
  entryId: kind,
  at: 5000,
  kind,
  message,
  data,
});

function describe1(
  kind: string,
  subject: Partial<EventSubject> = {},
  message?: string,
  data?: unknown,
) {
  const event = describeEvent(at(kind, message, data), { deployment, ...subject });
  return event && { type: event.type, detail: EVENT_SCHEMAS[event.type].parse(event.detail) };
}

describe('describeEvent', () => {
  test('a verdict is told with its cause and what is not restored', () => {
    expect(describe1('verdict')).toMatchObject({
      type: 'deployment.finished',
      detail: {
        id: 'd-1/verdict',
        verdict: 'FAILED_DIRTY',
        rootCause: { class: null, step: null, reason: 'because', nextStep: 'mend it' },
        notRestored: ['api'],
        durationSeconds: 60,
      },
    });
  });

  test('a headline is one line that fits a commit status and any JSON', () => {
    const summary = `the value "a\\b"\nis ${'very '.repeat(40)}long`;
    const headline = describe1('verdict', { deployment: { ...deployment, summary } })?.detail
      .headline;
    expect(headline).toHaveLength(140);
    expect(headline).toMatch(/^shop\/prod: FAILED_DIRTY: the value 'a'b' is very .*…$/);
  });

  test('a whole application has no environment', () => {
    const whole = { ...deployment, kind: 'delete', environment: '' } as const;
    expect(describe1('accepted', { deployment: whole })?.detail.headline).toBe('shop: started');
  });

  test('a rollback of its own says what goes back and why', () => {
    const rollback = { of: 'd-0', reason: 'alarm errors fired', alarms: ['errors'] };
    const own = { ...deployment, kind: 'rollback', rollback } as const;
    expect(describe1('rollback-planned', { deployment: own })?.detail).toMatchObject({
      of: 'd-0',
      nested: false,
      alarms: ['errors'],
      headline: 'shop/prod: rolls back: alarm errors fired',
    });
    const ended = describe1('rollback-ended', { deployment: own }, 'all back', { restored: true });
    expect(ended?.detail).toMatchObject({ of: 'd-0', restored: true, summary: 'all back' });
  });

  test('a skipped step never began', () => {
    const step = {
      name: 'deploy/workload/api',
      phase: 'deploy',
      stackName: 'shop-prod-api',
      status: 'skipped',
      result: { kind: 'skipped', reason: 'something else failed' },
      startedAt: null,
      endedAt: 5000,
    } as const;
    expect(describe1('step-skipped', { step })).toMatchObject({
      type: 'step.ended',
      detail: { status: 'skipped', reason: 'something else failed', durationSeconds: 0 },
    });
  });

  test.each(['rendered', 'lease-granted', 'bake-started'])(
    '%s is for readers of the timeline',
    (kind) => {
      expect(describe1(kind)).toBeUndefined();
    },
  );
});

test('docs/events.md names every event and every field', () => {
  const page = readFileSync(join(import.meta.dirname, '../../../docs/events.md'), 'utf8');
  const named = new Set([...page.matchAll(/`([\w.-]+)`/g)].map(([, name]) => name));
  const missing = Object.entries(EVENT_SCHEMAS).flatMap(([type, { shape }]) =>
    [type, ...Object.keys(shape)].filter((name) => !named.has(name)),
  );
  expect(missing).toEqual([]);
  const example = /```json\n(\{\n {2}"source"[\s\S]*?)```/.exec(page)?.[1] ?? '';
  const { 'detail-type': type, detail } = JSON.parse(example) as {
    'detail-type': 'deployment.finished';
    detail: unknown;
  };
  expect(EVENT_SCHEMAS[type].parse(detail)).toEqual(detail);
});
