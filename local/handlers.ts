import { handler as announce } from '../functions/announce.js';
import { handler as answerPause } from '../functions/answer-pause.js';
import { handler as approvals } from '../functions/approvals.js';
import { handler as awaitPredecessors } from '../functions/await-predecessors.js';
import { handler as checkWorkspace } from '../functions/check-workspace.js';
import { handler as cleanUp } from '../functions/clean-up.js';
import { handler as deleteInfrastructure } from '../functions/delete-infrastructure.js';
import { handler as deleteStack } from '../functions/delete-stack.js';
import { handler as deployEnvAddon } from '../functions/deploy-env-addon.js';
import { handler as deployEnvironment } from '../functions/deploy-environment.js';
import { handler as deployService } from '../functions/deploy-service.js';
import { handler as executeChangeSet } from '../functions/execute-change-set.js';
import { handler as gatherEvidence } from '../functions/gather-evidence.js';
import { handler as inspectChangeSet } from '../functions/inspect-change-set.js';
import { handler as janitor } from '../functions/janitor.js';
import { handler as lease } from '../functions/lease.js';
import { handler as noticePauses } from '../functions/notice-pauses.js';
import { handler as plan } from '../functions/plan.js';
import { handler as planDelete } from '../functions/plan-delete.js';
import { handler as record } from '../functions/record.js';
import { handler as recordStep } from '../functions/record-step.js';
import { handler as render } from '../functions/render.js';
import { handler as rollback } from '../functions/rollback.js';
import { handler as stopInFlight } from '../functions/stop-in-flight.js';
import type { PathOwner } from '../functions/support/api/paths.js';
import type { FunctionName } from '../functions/support/runtime/triggers.js';
import { handler as verify } from '../functions/verify.js';
import { handler as wake } from '../functions/wake.js';
import { handler as watchAlarms } from '../functions/watch-alarms.js';

export type Handler = (event: unknown) => Promise<unknown>;

/** Behind HTTP: on localhost it reaches their apps directly. */
type HttpFunction = 'api' | PathOwner;

/** The very handlers that run as Lambda functions, by name. */
export const HANDLERS: { readonly [name in Exclude<FunctionName, HttpFunction>]: Handler } = {
  announce,
  'answer-pause': answerPause,
  approvals,
  'await-predecessors': awaitPredecessors,
  'check-workspace': checkWorkspace,
  'clean-up': cleanUp,
  'delete-infrastructure': deleteInfrastructure,
  'delete-stack': deleteStack,
  'deploy-env-addon': deployEnvAddon,
  'deploy-environment': deployEnvironment,
  'deploy-service': deployService,
  'execute-change-set': executeChangeSet,
  'gather-evidence': gatherEvidence,
  'inspect-change-set': inspectChangeSet,
  janitor,
  lease,
  'notice-pauses': noticePauses,
  plan,
  'plan-delete': planDelete,
  record,
  'record-step': recordStep,
  render,
  rollback,
  'stop-in-flight': stopInFlight,
  verify,
  wake,
  'watch-alarms': watchAlarms,
};
