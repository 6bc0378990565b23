import type { JsonObject } from '../api.js';

const DELIMITERS = { COMMA: ',', PIPE: '|', SEMICOLON: ';', SPACE: ' ', TAB: '\t' } as const;

export type CsvFormat = {
  readonly delimiter: keyof typeof DELIMITERS;
  /** Absent: the first row has them. */
  readonly headers?: readonly string[];
};

/** Rows as objects of strings; cells beyond the headers are dropped, empty lines too (recorded from AWS). */
export function parseCsv(text: string, format: CsvFormat): readonly JsonObject[] {
  const delimiter = DELIMITERS[format.delimiter];
  const rows = text
    .split(/\r?\n/)
    .filter((line) => line !== '')
    .map((line) => splitRow(line, delimiter));
  const headers = format.headers ?? rows.shift() ?? [];
  return rows.map((row) =>
    Object.fromEntries(headers.map((header, column) => [header, row[column] ?? ''])),
  );
}

/** RFC 4180: a cell in double quotes may hold the delimiter, and a quote as two. */
function splitRow(line: string, delimiter: string): string[] {
  const cells: string[] = [];
  let cell = '';
  let isQuoted = false;
  for (let at = 0; at < line.length; at += 1) {
    const sign = line.charAt(at);
    if (isQuoted && sign === '"' && line.charAt(at + 1) === '"') {
      cell += '"';
      at += 1;
    } else if (sign === '"' && (isQuoted || cell === '')) {
      isQuoted = !isQuoted;
    } else if (sign === delimiter && !isQuoted) {
      cells.push(cell);
      cell = '';
    } else {
      cell += sign;
    }
  }
  return [...cells, cell];
}
