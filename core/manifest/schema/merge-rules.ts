import * as z from 'zod';

/** Where a plain merge by kind of schema is not what Copilot does. */
export type MergeRule = {
  /** Maps only: values present on both sides are merged field by field. Without it the override's value replaces. */
  readonly values?: 'deep';
  /** Structs only: an override that sets one of `keys` removes the inherited `removes`. */
  readonly displaces?: readonly Displacement[];
  /** Structs only: old spelling of a key -> its name now, read where the name itself is absent. */
  readonly renames?: { readonly [old: string]: string };
  /** Structs only: fields that an override cannot blank with an empty text. */
  readonly keepsBlank?: readonly string[];
  /** Structs only: one without any known field counts as if it were not there. */
  readonly isAbsentWhenEmpty?: true;
};

type Displacement = {
  readonly keys: readonly string[];
  readonly removes: readonly string[];
};

/** Rules beside the schemas they belong to. Source: Copilot's manifest transformers. */
export const mergeRules = z.registry<MergeRule>();

/** Two groups of keys of which only one can be set. */
export function eitherOr(one: readonly string[], other: readonly string[]): MergeRule {
  return {
    displaces: [
      { keys: one, removes: other },
      { keys: other, removes: one },
    ],
  };
}
