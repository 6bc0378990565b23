import type { ResourceChange } from './resource-change.js';

/** One entry of DescribeChangeSet's `Changes`, in our own words. */
export type ChangeSetChange = {
  /** Add, Modify, Remove, Import, Dynamic, SyncWithActual. */
  readonly action: string;
  /** Of a change inside a nested stack: `AddonsStack/Orders`. */
  readonly logicalId: string;
  readonly type: string;
  readonly physicalId?: string | undefined;
  /** True, False, Conditional; absent for Add and Remove. */
  readonly replacement?: string | undefined;
  /** Delete, Retain, Snapshot, ReplaceAndDelete, ReplaceAndRetain, ReplaceAndSnapshot. */
  readonly policyAction?: string | undefined;
  /** `Details[].Target.Name` of those with attribute Properties. */
  readonly properties?: readonly string[];
  /** `ChangeSetId` of a nested stack: what changes inside it is listed too. */
  readonly nestedChangeSetId?: string | undefined;
};

export type ChangeSetDescription = {
  /** `Status` */
  readonly status: string;
  /** `ExecutionStatus` */
  readonly executionStatus?: string | undefined;
  /** `StatusReason` */
  readonly reason?: string | undefined;
  /** Of all pages. */
  readonly changes: readonly ChangeSetChange[];
};

export type ChangeSetOutcome =
  /** Still being made: look again. */
  | { readonly kind: 'pending' }
  /** Can be executed. `changes` may be empty: outputs, tags or parameters alone change. */
  | { readonly kind: 'ready'; readonly changes: readonly ResourceChange[] }
  | { readonly kind: 'no-changes' }
  /** Was executed already, by an earlier run of the same function: go on waiting for the stack. */
  | { readonly kind: 'executed' }
  | {
      readonly kind: 'failed';
      readonly reason: string;
      /** The reason names no cause: DescribeEvents with FailedEvents tells what failed validation. */
      readonly seeEvents: boolean;
    };
