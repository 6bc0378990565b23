import { findPlace } from '../../addons/yaml-nodes.js';
import type { Issue } from '../../issues.js';

export type InterpolationInput = {
  /** Name of the application and environment, the two predefined variables. */
  readonly application: string;
  readonly environment: string;
  readonly variables: { readonly [name: string]: string };
};

/** Source: interpolatorEnvVarRegExp of Copilot. */
const VARIABLE = /(\\?)\$\{([_a-zA-Z][_a-zA-Z0-9]*)\}/g;

/** Replaces variables in texts, and collects those that are not defined or contradict a predefined one. */
export class VariableLookup {
  readonly issues: Issue[] = [];
  readonly missing = new Set<string>();
  readonly #text: string;
  readonly #file: string;
  readonly #predefined: ReadonlyMap<string, string>;
  readonly #given: ReadonlyMap<string, string>;

  constructor(text: string, file: string, input: InterpolationInput) {
    this.#text = text;
    this.#file = file;
    this.#predefined = new Map([
      ['COPILOT_APPLICATION_NAME', input.application],
      ['COPILOT_ENVIRONMENT_NAME', input.environment],
    ]);
    this.#given = new Map(Object.entries(input.variables));
  }

  /** `value` is of the scalar that starts at `offset`. An unknown variable stays as it is written. */
  replace(value: string, offset: number): string {
    return value.replace(VARIABLE, (whole: string, backslash: string, name: string) =>
      backslash ? whole.slice(1) : (this.#find(name, offset) ?? whole),
    );
  }

  #find(name: string, offset: number): string | undefined {
    const own = this.#predefined.get(name);
    const given = this.#given.get(name);
    if (own !== undefined && given !== undefined && own !== given) {
      const message = `predefined variable "${name}" cannot be set to "${given}"`;
      this.#report(offset, message, 'remove it from the variables');
    }
    const value = own ?? given;
    if (value === undefined) {
      const literal = `\\\${${name}}`;
      const hint = `give it a value with the request, or write ${literal} for the text itself`;
      this.#report(offset, `variable "${name}" is not defined`, hint);
      this.missing.add(name);
    }
    return value;
  }

  #report(offset: number, message: string, hint: string): void {
    const place = findPlace(this.#text, offset);
    const isKnown = this.issues.some(
      (issue) => issue.message === message && issue.line === place.line,
    );
    if (isKnown) return;
    this.issues.push({ severity: 'error', file: this.#file, ...place, message, hint });
  }
}
