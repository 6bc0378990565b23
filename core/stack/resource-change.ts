/** What happens to one resource of a stack, told by a change set or found by comparing two templates. */
export type ResourceChange = {
  readonly logicalId: string;
  readonly type: string;
  readonly physicalId?: string | undefined;
  readonly action: 'create' | 'update' | 'replace' | 'remove' | 'import';
  /** `possible`: it depends on a value that is known only while the stack is being changed. */
  readonly certainty: 'certain' | 'possible';
  /** Names of the top-level properties that change, sorted. */
  readonly properties: readonly string[];
  /** The old physical resource stays in the account (DeletionPolicy, UpdateReplacePolicy). */
  readonly retained: boolean;
  /** A nested stack whose own changes are listed beside it. */
  readonly isOpened?: boolean;
};
