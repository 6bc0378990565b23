/** What the account keeps of StackSets: a set, its stacks in accounts and regions, and what was done to it. */
export type StackInstanceRecord = {
  readonly account: string;
  readonly region: string;
  /** Empty for a stack in another region that is not simulated. */
  readonly stackId: string;
  /** Deletes a stack of another region that is simulated; why it is still there. */
  readonly remove?: (() => Promise<string | undefined>) | undefined;
  /** Why a stack of another region cannot be deleted; undefined where it can. */
  readonly obstacle: string | undefined;
  statusReason: string | undefined;
};

export type StackSetOperationRecord = {
  readonly id: string;
  status: 'RUNNING' | 'SUCCEEDED' | 'FAILED';
};

export type StackSetRecord = {
  readonly id: string;
  readonly name: string;
  instances: StackInstanceRecord[];
  readonly operations: StackSetOperationRecord[];
};

export type StackSetStore = Map<string, StackSetRecord>;
