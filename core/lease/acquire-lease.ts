import type {
  LeaseClaim,
  LeaseHolder,
  LeaseOutcome,
  LeaseRequest,
  LeaseScope,
  LeaseTable,
  QueueEntry,
  Superseded,
} from './lease-table.js';

/** A request that asks again after it was superseded is told by whom; older ones are past asking. */
const SUPERSEDED_KEPT = 50;

export type LeaseStep<Outcome> = { readonly table: LeaseTable; readonly outcome: Outcome };

/** True when two changes could touch the same stack, or one what the other builds on. */
export function areInConflict(one: LeaseClaim, other: LeaseClaim): boolean {
  const [ours, theirs] = [one.scope, other.scope];
  if (ours === 'all' || theirs === 'all') return true;
  return (
    ours.some((name) => theirs.includes(name) || other.uses?.includes(name)) ||
    theirs.some((name) => one.uses?.includes(name))
  );
}

/**
 * Decides about one request. Asking again changes nothing: a holder is told its epoch, a queued request its place.
 * A free lease still goes to whoever waits for it longer.
 */
export function acquireLease(table: LeaseTable, request: LeaseRequest): LeaseStep<LeaseOutcome> {
  const mine = table.holders.find((holder) => holder.holder === request.holder);
  if (mine && mine.epoch === request.outgrown) {
    // It gives up what it has, so that nobody waits while holding; with its ticket, so that nobody who came later goes before.
    const holders = table.holders.filter((one) => one !== mine);
    return enqueue({ ...table, holders }, request, mine.ticket);
  }
  if (mine) {
    return {
      table,
      outcome: { kind: 'granted', epoch: mine.epoch, superseded: [], alsoGranted: [] },
    };
  }
  if (table.queue.some((entry) => entry.deploymentId === request.deploymentId)) {
    return settleQueued(withHolder(table, request), request, []);
  }
  const by = table.superseded.find((one) => one.deploymentId === request.deploymentId)?.by;
  if (by) return { table, outcome: { kind: 'superseded', by } };
  return enqueue(table, request, table.ticket + 1);
}

/** Lets go what this holder has under this epoch and grants it to those next in the queue; undefined: it has nothing. */
export function freeLease(
  table: LeaseTable,
  held: { readonly holder: string; readonly epoch: number; readonly at: number },
): LeaseStep<readonly LeaseHolder[]> | undefined {
  const holders = table.holders.filter(
    (one) => one.holder !== held.holder || one.epoch !== held.epoch,
  );
  if (holders.length === table.holders.length) return undefined;
  return grantNext({ ...table, holders }, held.at);
}

/** Takes a request out of the queue; what it kept others from is granted. Undefined: it was not queued. */
export function withdrawRequest(
  table: LeaseTable,
  entry: { readonly deploymentId: string; readonly at: number },
): LeaseStep<readonly LeaseHolder[]> | undefined {
  const queue = table.queue.filter((one) => one.deploymentId !== entry.deploymentId);
  if (queue.length === table.queue.length) return undefined;
  return grantNext({ ...table, queue }, entry.at);
}

function enqueue(
  table: LeaseTable,
  request: LeaseRequest,
  ticket: number,
): LeaseStep<LeaseOutcome> {
  const isReplaced = isReplacedBy(request, ticket);
  const superseded = table.queue
    .filter(isReplaced)
    .map(({ deploymentId }): Superseded => ({ deploymentId, by: request.deploymentId }));
  const queued: LeaseTable = {
    ...table,
    ticket: Math.max(table.ticket, ticket),
    queue: sortQueue([
      ...table.queue.filter((entry) => !isReplaced(entry)),
      toEntry(request, ticket),
    ]),
    superseded: [...table.superseded, ...superseded].slice(-SUPERSEDED_KEPT),
  };
  const settled = settleQueued(queued, request, superseded);
  if (request.whenTaken !== 'refuse' || settled.outcome.kind !== 'queued') return settled;
  const { heldBy } = settled.outcome;
  const { table: left, outcome: alsoGranted } = grantNext(table, request.at);
  return { table: left, outcome: { kind: 'refused', heldBy, alsoGranted } };
}

/** Grants what can be granted, then tells where this request stands. */
function settleQueued(
  table: LeaseTable,
  request: LeaseRequest,
  superseded: readonly Superseded[],
): LeaseStep<LeaseOutcome> {
  const { table: settled, outcome: granted } = grantNext(table, request.at);
  const isMine = (one: { readonly deploymentId: string }): boolean =>
    one.deploymentId === request.deploymentId;
  const effects = { superseded, alsoGranted: granted.filter((one) => !isMine(one)) };
  const holder = granted.find(isMine);
  if (holder) {
    return { table: settled, outcome: { kind: 'granted', epoch: holder.epoch, ...effects } };
  }
  const position = settled.queue.findIndex(isMine) + 1;
  const heldBy = settled.holders.filter((one) => areInConflict(one, request));
  return { table: settled, outcome: { kind: 'queued', position, heldBy, ...effects } };
}

/** A deployment that another execution goes on with keeps its place. */
function withHolder(table: LeaseTable, { deploymentId, holder }: LeaseRequest): LeaseTable {
  const isOutdated = (entry: QueueEntry): boolean =>
    entry.deploymentId === deploymentId && entry.holder !== holder;
  if (!table.queue.some(isOutdated)) return table;
  const queue = table.queue.map((entry) => (isOutdated(entry) ? { ...entry, holder } : entry));
  return { ...table, queue };
}

/** Nobody is granted past an earlier request that wants the same: a release of everything would wait for ever. */
function grantNext(table: LeaseTable, at: number): LeaseStep<readonly LeaseHolder[]> {
  const holders = [...table.holders];
  const queue: QueueEntry[] = [];
  const granted: LeaseHolder[] = [];
  let epoch = table.epoch;
  for (const entry of table.queue) {
    const taken = [...holders, ...queue].some((one) => areInConflict(one, entry));
    if (taken) {
      queue.push(entry);
      continue;
    }
    epoch += 1;
    const { queuedAt: _queuedAt, ...rest } = entry;
    const holder: LeaseHolder = { ...rest, epoch, since: at };
    holders.push(holder);
    granted.push(holder);
  }
  if (granted.length === 0) return { table, outcome: [] };
  return { table: { ...table, epoch, holders, queue }, outcome: granted };
}

/** Only a newer request that changes at least as much takes another's place: nothing asked for gets lost. */
function isReplacedBy(request: LeaseRequest, ticket: number): (entry: QueueEntry) => boolean {
  return (entry) =>
    request.whenTaken === 'supersede' &&
    entry.ticket < ticket &&
    entry.priority === 'deploy' &&
    entry.source === request.source &&
    covers(request.scope, entry.scope);
}

function covers(scope: LeaseScope, other: LeaseScope): boolean {
  if (scope === 'all') return true;
  return other !== 'all' && other.every((name) => scope.includes(name));
}

function toEntry(request: LeaseRequest, ticket: number): QueueEntry {
  const { whenTaken: _whenTaken, outgrown: _outgrown, at, ...rest } = request;
  return { ...rest, ticket, queuedAt: at };
}

function sortQueue(queue: readonly QueueEntry[]): readonly QueueEntry[] {
  const rank = (entry: QueueEntry): number => (entry.priority === 'rollback' ? 0 : 1);
  return queue.toSorted((a, b) => rank(a) - rank(b) || a.ticket - b.ticket);
}
