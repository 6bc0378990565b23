import type {
  Item,
  ItemPage,
  ItemQuery,
  Key,
  Store,
} from '../../functions/support/ledger/store.js';

/** Sort key, then the table's own keys: in the index sort keys may repeat. */
type Place = readonly [sort: string, pk: string, sk: string];
type Row = { readonly place: Place; readonly text: string };
/** Rows of one partition by their address in the table. */
type Partitions = Map<string, Map<string, Row>>;

/** The table in memory: what stores must agree on. Keeps text, so that nobody can change what is stored. */
export function createMemoryStore(): Store {
  const table: Partitions = new Map();
  const index: Partitions = new Map();

  const read = ({ pk, sk }: Key): Item | undefined =>
    parseRow(table.get(pk)?.get(address({ pk, sk })));
  const drop = (item: Item): void => {
    table.get(item.pk)?.delete(address(item));
    if (item.gsi1pk !== undefined) index.get(item.gsi1pk)?.delete(address(item));
  };
  const add = (item: Item): void => {
    const text = JSON.stringify(item);
    insert(table, item.pk, { place: [item.sk, item.pk, item.sk], text });
    if (item.gsi1pk === undefined || item.gsi1sk === undefined) return;
    insert(index, item.gsi1pk, { place: [item.gsi1sk, item.pk, item.sk], text });
  };

  return {
    async get(key) {
      return read(key);
    },
    async put(item, replaces) {
      const current = read(item);
      if ((current?.version ?? 0) !== replaces) return false;
      if (current) drop(current);
      add(item);
      return true;
    },
    async remove(key, version) {
      const current = read(key);
      if (!current || current.version !== version) return false;
      drop(current);
      return true;
    },
    async query(query) {
      return pageOf([...((query.index ? index : table).get(query.pk)?.values() ?? [])], query);
    },
  };
}

function insert(partitions: Partitions, pk: string, row: Row): void {
  const rows = partitions.get(pk) ?? new Map<string, Row>();
  partitions.set(pk, rows);
  rows.set(address({ pk: row.place[1], sk: row.place[2] }), row);
}

function address({ pk, sk }: Key): string {
  return JSON.stringify([pk, sk]);
}

function parseRow(row: Row | undefined): Item | undefined {
  return row && (JSON.parse(row.text) as Item);
}

function pageOf(rows: readonly Row[], query: ItemQuery): ItemPage {
  const direction = query.newestFirst ? -1 : 1;
  const after = query.after === undefined ? undefined : (JSON.parse(query.after) as Place);
  const found = rows
    .filter(({ place }) => place[0].startsWith(query.prefix ?? ''))
    .filter(({ place }) => after === undefined || direction * comparePlaces(place, after) > 0)
    .sort((a, b) => direction * comparePlaces(a.place, b.place));
  const page = found.slice(0, query.limit ?? found.length);
  const last = page.at(-1);
  return {
    items: page.flatMap((row) => parseRow(row) ?? []),
    next: last && page.length < found.length ? JSON.stringify(last.place) : null,
  };
}

function comparePlaces(a: Place, b: Place): number {
  return compareText(a[0], b[0]) || compareText(a[1], b[1]) || compareText(a[2], b[2]);
}

function compareText(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}
