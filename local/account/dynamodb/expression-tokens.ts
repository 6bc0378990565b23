import type { AttributeValue } from '@aws-sdk/client-dynamodb';
import { validationException } from './attribute-value.js';

/** Names and values that an expression refers to by `#name` and `:value`. */
export type ExpressionNames = {
  readonly names: { readonly [placeholder: string]: string };
  readonly values: { readonly [placeholder: string]: AttributeValue };
};

export const readPlaceholders = (input: {
  readonly ExpressionAttributeNames?: Record<string, string> | undefined;
  readonly ExpressionAttributeValues?: Record<string, AttributeValue> | undefined;
}): ExpressionNames => ({
  names: input.ExpressionAttributeNames ?? {},
  values: input.ExpressionAttributeValues ?? {},
});

const TOKEN =
  /\s*(?:([A-Za-z_][A-Za-z0-9_]*|#[A-Za-z0-9_]+|:[A-Za-z0-9_]+)|(\d+)|(<>|<=|>=|[=<>(),.[\]+-]))/y;

/** A cursor over the tokens of one expression. */
export class TokenCursor {
  readonly placeholders: ExpressionNames;
  readonly #tokens: readonly string[];
  readonly #text: string;
  #position = 0;

  constructor(text: string, placeholders: ExpressionNames) {
    this.#text = text;
    this.placeholders = placeholders;
    this.#tokens = tokenize(text);
  }

  peek(ahead = 0): string | undefined {
    return this.#tokens[this.#position + ahead];
  }

  next(): string {
    const token = this.#tokens[this.#position];
    if (token === undefined) throw this.error('unexpected end');
    this.#position += 1;
    return token;
  }

  /** Takes the token if it is this one; keywords in any case. */
  accept(expected: string): boolean {
    if (this.peek()?.toUpperCase() !== expected.toUpperCase()) return false;
    this.#position += 1;
    return true;
  }

  expect(expected: string): void {
    if (!this.accept(expected))
      throw this.error(`expected "${expected}" before "${this.peek() ?? ''}"`);
  }

  expectEnd(): void {
    if (this.peek() !== undefined) throw this.error(`unexpected "${this.peek()}"`);
  }

  error(what: string): Error {
    return validationException(`Invalid expression "${this.#text}": ${what}`);
  }
}

function tokenize(text: string): readonly string[] {
  const tokens: string[] = [];
  const pattern = new RegExp(TOKEN);
  const end = text.trimEnd().length;
  while (pattern.lastIndex < end) {
    const start = pattern.lastIndex;
    const match = pattern.exec(text);
    if (!match) throw validationException(`Invalid expression "${text}": syntax error at ${start}`);
    tokens.push(match[0].trim());
  }
  return tokens;
}
