import type { FunctionName, StateMachineName } from '../../functions/support/runtime/triggers.js';

export type MachineParts = {
  readonly functions: readonly FunctionName[];
  readonly workflows: readonly StateMachineName[];
};

/** What each machine calls. Workflow refuses a difference to the placeholders of the ASL file, in either direction. */
export const MACHINE_PARTS: { readonly [name in StateMachineName]: MachineParts } = {
  delete: {
    functions: ['approvals', 'clean-up', 'delete-infrastructure', 'lease', 'plan-delete', 'record'],
    workflows: ['delete', 'stack-graph'],
  },
  plan: { functions: ['plan'], workflows: [] },
  release: {
    functions: ['approvals', 'lease', 'record', 'render', 'rollback', 'verify', 'watch-alarms'],
    workflows: ['rollback', 'stack-graph', 'stack-operation'],
  },
  rollback: {
    functions: ['record', 'rollback', 'stop-in-flight', 'verify'],
    workflows: ['stack-graph'],
  },
  'stack-graph': {
    functions: ['await-predecessors', 'record-step'],
    workflows: ['stack-operation'],
  },
  'stack-operation': {
    functions: [
      'answer-pause',
      'approvals',
      'delete-stack',
      'deploy-env-addon',
      'deploy-environment',
      'deploy-service',
      'execute-change-set',
      'inspect-change-set',
      'record-step',
    ],
    workflows: [],
  },
};
