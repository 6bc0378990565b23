import { z } from 'zod';

/** How `environments.<env>` is laid over the base where the plain rule for the schema's kind is not enough. */
export type MergeRule = {
  /** Maps only: values present on both sides are merged field by field. Without it the override's value replaces. */
  readonly values?: 'deep';
  /**
   * Structs only: groups of keys that displace one another. An override that sets a key of one group removes
   * the inherited keys of all other groups.
   */
  readonly exclusive?: readonly (readonly string[])[];
};

/** Merge rules beside the schemas they belong to. Source of the rules: Copilot's manifest transformers. */
export const mergeRules = z.registry<MergeRule>();
