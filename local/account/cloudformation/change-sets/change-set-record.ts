import type { ResourceChange } from '@aws-sdk/client-cloudformation';
import type { StackConfiguration } from '../stack-records.js';

export type ChangeSetRecord = {
  readonly id: string;
  readonly name: string;
  readonly stackId: string;
  readonly stackName: string;
  readonly type: 'CREATE' | 'UPDATE';
  readonly target: StackConfiguration;
  readonly description: string | undefined;
  readonly clientToken: string | undefined;
  readonly includesNested: boolean;
  readonly onStackFailure: 'ROLLBACK' | 'DO_NOTHING' | 'DELETE' | undefined;
  readonly createdAt: Date;
  readonly parentId: string | undefined;
  readonly rootId: string | undefined;
  status: 'CREATE_PENDING' | 'CREATE_IN_PROGRESS' | 'CREATE_COMPLETE' | 'FAILED';
  statusReason: string | undefined;
  executionStatus:
    | 'UNAVAILABLE'
    | 'AVAILABLE'
    | 'EXECUTE_IN_PROGRESS'
    | 'EXECUTE_COMPLETE'
    | 'EXECUTE_FAILED'
    | 'OBSOLETE';
  executionToken: string | undefined;
  changes: readonly ResourceChange[];
};
