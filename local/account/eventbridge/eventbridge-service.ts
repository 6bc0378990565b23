import { createHandler } from '../operations.js';
import type { EventBus, OperationHandler } from '../simulated-account.js';

/** The part of PutEvents that is honoured. The bus name is ignored: there is one bus. */
type PutEventsInput = {
  readonly Entries?: readonly {
    readonly Source?: string;
    readonly DetailType?: string;
    readonly Detail?: string;
    readonly Resources?: readonly string[];
  }[];
};

export function createEventBridge(bus: EventBus): OperationHandler {
  return createHandler('EventBridge', {
    PutEvents: ({ Entries = [] }: PutEventsInput) => ({
      FailedEntryCount: 0,
      Entries: Entries.map((entry) => ({
        EventId: bus.send({
          source: entry.Source ?? '',
          detailType: entry.DetailType ?? '',
          resources: entry.Resources ?? [],
          detail: JSON.parse(entry.Detail ?? '{}') as { readonly [key: string]: unknown },
        }).id,
      })),
    }),
  });
}
