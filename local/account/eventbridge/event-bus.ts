import type { Clock } from '../../clock.js';
import type { Dice } from '../dice.js';
import type { MishapBoard } from '../mishap-board.js';
import type { AccountEvent, EventBus, EventRule } from '../simulated-account.js';
import { matchesPattern } from './event-pattern.js';

export type BusOptions = {
  readonly clock: Clock;
  readonly dice: Dice;
  readonly mishaps: MishapBoard;
  readonly accountId: string;
  readonly region: string;
};

export type BusWithCounters = EventBus & { readonly delivered: () => number };

/** Milliseconds between an event and its delivery (EventBridge: typically half a second), and what mishaps make of it. */
const LATENCY_MS = {
  least: 200,
  spread: 600,
  reordered: 90_000,
  duplicateLeast: 1000,
  duplicateSpread: 20_000,
};
const DELIVERY_ATTEMPTS = 4;
const RETRY_MS = 10_000;
const MINUTE_MS = 60_000;

const formatTime = (ms: number): string => `${new Date(ms).toISOString().slice(0, 19)}Z`;

export function createEventBus(options: BusOptions): BusWithCounters {
  const { clock, dice, mishaps } = options;
  const listeners = new Set<(event: AccountEvent) => void>();
  const rules = new Map<string, { readonly rule: EventRule; readonly stop: () => void }>();
  const sent: AccountEvent[] = [];
  let delivered = 0;

  const envelope = (event: Parameters<EventBus['send']>[0]): AccountEvent => ({
    version: '0',
    id: dice.uuid('event'),
    'detail-type': event.detailType,
    source: event.source,
    account: options.accountId,
    time: formatTime(clock.now()),
    region: options.region,
    resources: event.resources ?? [],
    detail: event.detail,
  });

  const attempt = (rule: EventRule, event: AccountEvent, left: number): void => {
    if (rules.get(rule.name)?.rule !== rule) return;
    delivered += 1;
    const delivery = clock.track(Promise.resolve().then(() => rule.deliver(event)));
    delivery.catch(() => {
      if (left > 1) clock.after(RETRY_MS, () => attempt(rule, event, left - 1));
    });
  };

  const deliver = (rule: EventRule, event: AccountEvent): void => {
    const key = `delivery/${rule.name}`;
    const spread = mishaps.has('reordered-events') ? LATENCY_MS.reordered : LATENCY_MS.spread;
    const delay = LATENCY_MS.least + dice.roll(key) * spread;
    clock.after(delay, () => attempt(rule, event, DELIVERY_ATTEMPTS));
    if (mishaps.has('duplicate-events')) {
      const again = LATENCY_MS.duplicateLeast + dice.roll(key) * LATENCY_MS.duplicateSpread;
      clock.after(delay + again, () => attempt(rule, event, DELIVERY_ATTEMPTS));
    }
  };

  const send: EventBus['send'] = (input) => {
    const event = envelope(input);
    sent.push(event);
    for (const listener of [...listeners]) listener(event);
    if (mishaps.has('lost-events')) return event;
    for (const { rule } of rules.values()) {
      if (rule.pattern && matchesPattern(rule.pattern, event)) deliver(rule, event);
    }
    return event;
  };

  const startSchedule = (rule: EventRule): (() => void) => {
    if (rule.scheduleMinutes === undefined) return () => undefined;
    const periodMs = rule.scheduleMinutes * MINUTE_MS;
    let cancel = (): void => undefined;
    const tick = (): void => {
      const arn = `arn:aws:events:${options.region}:${options.accountId}:rule/${rule.name}`;
      const detailType = 'Scheduled Event';
      const event = envelope({ source: 'aws.events', detailType, resources: [arn], detail: {} });
      cancel = clock.after(periodMs, tick, 'limit');
      attempt(rule, event, DELIVERY_ATTEMPTS);
    };
    cancel = clock.after(periodMs, tick, 'limit');
    return () => cancel();
  };

  return {
    send,
    sent: () => sent,
    delivered: () => delivered,
    onEvent: (listener) => {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    addRule: (rule) => {
      rules.get(rule.name)?.stop();
      rules.set(rule.name, { rule, stop: () => undefined });
      rules.set(rule.name, { rule, stop: startSchedule(rule) });
      return () => {
        const current = rules.get(rule.name);
        if (current?.rule !== rule) return;
        current.stop();
        rules.delete(rule.name);
      };
    },
  };
}
