/** One entry of a zip's central directory, as it is declared: nothing has been inflated yet. */
export type ZipEntry = {
  /** Undefined where the name is not UTF-8. */
  readonly name: string | undefined;
  readonly kind: 'file' | 'folder' | 'symlink' | 'special';
  readonly isEncrypted: boolean;
  /** 0 stored, 8 deflated. */
  readonly method: number;
  readonly compressedSize: number;
  readonly size: number;
  /** Where the entry's local header starts. */
  readonly offset: number;
};

const END_SIGNATURE = 0x06054b50;
const ENTRY_SIGNATURE = 0x02014b50;
const LOCAL_SIGNATURE = 0x04034b50;
const END_SIZE = 22;
const ENTRY_SIZE = 46;
const LOCAL_SIZE = 30;
const MAX_COMMENT = 65_535;
const UNIX = 3;

const decoder = new TextDecoder('utf-8', { fatal: true });

function viewOf(bytes: Uint8Array): DataView {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}

/**
 * The entries of a zip, undefined where the bytes are no zip or a broken one. Zip64 is not read: no workspace needs
 * it. Source: PKWARE, APPNOTE.TXT 4.3.
 */
export function findZipEntries(bytes: Uint8Array): readonly ZipEntry[] | undefined {
  const view = viewOf(bytes);
  const end = findEnd(view);
  if (end === undefined) return undefined;
  const count = view.getUint16(end + 10, true);
  let position = view.getUint32(end + 16, true);
  const entries: ZipEntry[] = [];
  for (let i = 0; i < count; i += 1) {
    const isEntry =
      position + ENTRY_SIZE <= end && view.getUint32(position, true) === ENTRY_SIGNATURE;
    if (!isEntry) return undefined;
    entries.push(readEntry(bytes, view, position));
    position +=
      ENTRY_SIZE +
      view.getUint16(position + 28, true) +
      view.getUint16(position + 30, true) +
      view.getUint16(position + 32, true);
  }
  return entries;
}

function findEnd(view: DataView): number | undefined {
  const lowest = Math.max(0, view.byteLength - END_SIZE - MAX_COMMENT);
  for (let at = view.byteLength - END_SIZE; at >= lowest; at -= 1) {
    if (view.getUint32(at, true) === END_SIGNATURE) return at;
  }
  return undefined;
}

function readEntry(bytes: Uint8Array, view: DataView, at: number): ZipEntry {
  const start = at + ENTRY_SIZE;
  const name = decodeName(bytes.subarray(start, start + view.getUint16(at + 28, true)));
  const host = view.getUint8(at + 5);
  const mode = host === UNIX ? view.getUint16(at + 40, true) : 0;
  return {
    name,
    kind: name?.endsWith('/') ? 'folder' : kindOf(mode),
    isEncrypted: (view.getUint16(at + 8, true) & 1) === 1,
    method: view.getUint16(at + 10, true),
    compressedSize: view.getUint32(at + 20, true),
    size: view.getUint32(at + 24, true),
    offset: view.getUint32(at + 42, true),
  };
}

/** The file type in a Unix mode; some zips carry none. */
function kindOf(mode: number): ZipEntry['kind'] {
  switch (mode & 0xf000) {
    case 0:
    case 0x8000:
      return 'file';
    case 0x4000:
      return 'folder';
    case 0xa000:
      return 'symlink';
    default:
      return 'special';
  }
}

function decodeName(bytes: Uint8Array): string | undefined {
  try {
    return decoder.decode(bytes);
  } catch {
    return undefined;
  }
}

/** The compressed bytes of an entry, undefined where its header lies outside the zip. */
export function findEntryData(bytes: Uint8Array, entry: ZipEntry): Uint8Array | undefined {
  const view = viewOf(bytes);
  const hasHeader =
    entry.offset + LOCAL_SIZE <= bytes.length &&
    view.getUint32(entry.offset, true) === LOCAL_SIGNATURE;
  if (!hasHeader) return undefined;
  const names = view.getUint16(entry.offset + 26, true) + view.getUint16(entry.offset + 28, true);
  const start = entry.offset + LOCAL_SIZE + names;
  const end = start + entry.compressedSize;
  return end <= bytes.length ? bytes.subarray(start, end) : undefined;
}
