import type { DeploymentRequest } from '../../core/deployment/request.js';
import type { Facts } from '../../core/facts/facts.js';
import type { Place } from '../../core/places/place.js';
import type { WorkspaceFiles } from '../../core/workspace/workspace.js';
import { zipWorkspace } from '../../core/workspace/zip-workspace.js';
import { app } from '../../functions/support/api/app.js';
import type { Problem } from '../../functions/support/api/problem.js';
import { getDeployment } from '../../functions/support/deployments/deployments.js';
import {
  type DeploymentDocument,
  describeDeployment,
} from '../../functions/support/deployments/document.js';
import type { FunctionName } from '../../functions/support/runtime/triggers.js';
import type { Mishap } from '../../local/account/mishaps.js';
import type { SimulatedAccount } from '../../local/account/simulated-account.js';
import type { ExecutionDescription, StepFunctions } from '../../local/asl/api.js';
import { VirtualClock } from '../../local/clock.js';
import { seededRandom } from '../../local/random.js';
import { createRuntime, type Runtime } from '../../local/runtime.js';
import type { Kills } from './kills.js';
import { type ChangeLine, watchAll } from './stack-changes.js';

export type Invocation = {
  readonly name: FunctionName;
  readonly event: { readonly [key: string]: unknown };
  readonly result: unknown;
};

export type InstallationOptions = {
  readonly seed?: number;
  readonly mishaps?: readonly Mishap[];
  /** Assumed instead of gathered. @default no code of custom resources, which takes a moment to be bundled */
  readonly facts?: Partial<Facts>;
  /** Alarms that exist outside of every stack; they are OK. */
  readonly alarms?: readonly string[];
  /** Other accounts and regions in which environments may be. */
  readonly elsewhere?: readonly Place[];
  /** Functions die in the middle of their work. */
  readonly kills?: Kills;
  readonly operationsAtOnce?: number;
  /** Called after each function, before time goes on. */
  readonly onInvoked?: (invocation: Invocation, count: number) => void;
};

/** What a test says of a deployment; the rest is filled in. */
type DeployRequest = Partial<Omit<DeploymentRequest, 'workspace' | 'options'>> & {
  /** Value of `${VERSION}` in the manifests of `aWorkspace`. @default '1' */
  readonly version?: string;
  readonly options?: Partial<DeploymentRequest['options']>;
  readonly idempotencyKey?: string;
};

type Answer<T = { readonly id: string; readonly isNew: boolean }> =
  | { readonly status: number; readonly body: T }
  | { readonly status: 404 | 409 | 413 | 422; readonly body: Problem };

export type Installation = {
  readonly clock: VirtualClock;
  readonly account: SimulatedAccount;
  /** In the order of the options. */
  readonly elsewhere: readonly SimulatedAccount[];
  readonly engine: StepFunctions;
  readonly invocations: readonly Invocation[];
  /** Every change of a stack, with what CloudFormation made of it: for tests of order and of invariants. */
  changes(): readonly ChangeLine[];
  /** Uploads a workspace; its id. */
  upload(files: WorkspaceFiles): Promise<string>;
  uploadZip(zip: Uint8Array): Promise<string>;
  /** Any request to the API. */
  request(path: string, init: RequestInit): Promise<Response>;
  post(path: string, body?: unknown, headers?: Readonly<Record<string, string>>): Promise<Answer>;
  /** Uploads and posts; the id of the deployment. Fails on anything but 202. */
  start(files: WorkspaceFiles, request?: DeployRequest): Promise<string>;
  /** `start`, then lets time run until nothing runs any more. */
  deploy(files: WorkspaceFiles, request?: DeployRequest): Promise<DeploymentDocument>;
  cancel(id: string): Promise<Answer>;
  document(id: string): Promise<DeploymentDocument>;
  /** Lets time run until `isDone`; fails when nothing is left to happen, or after simulated days. */
  runUntil(isDone: () => boolean): Promise<void>;
  runFor(minutes: number): Promise<void>;
  /** Lets time run until no execution does. */
  runUntilIdle(): Promise<void>;
  /** Runs until a function was called with an event that has these fields. */
  runUntilInvoked(name: FunctionName, fields?: Readonly<Record<string, unknown>>): Promise<void>;
  runUntilStack(stackName: string, status: string): Promise<void>;
  /** Executions of a state machine, oldest first; children of its Map not among them. */
  executions(machine: string): readonly ExecutionDescription[];
  /** Transitions that AWS bills for a deployment, all that it started included. */
  transitions(id: string): number;
};

let open: Runtime | undefined;
let latest: Installation | undefined;

/** The installation of the test that runs, or ran last. */
export const latestInstallation = (): Installation | undefined => latest;

/** A whole installation on a virtual clock, in an empty account. The one made before is taken down. */
export function anInstallation(options: InstallationOptions = {}): Installation {
  open?.close();
  const clock = new VirtualClock();
  const { kills } = options;
  const invocations: Invocation[] = [];
  const runtime = createRuntime({
    clock,
    random: seededRandom(options.seed ?? 1),
    mishaps: options.mishaps ?? [],
    ...(kills
      ? {
          run: (name, event, work) =>
            kills.run({ name, event: event as Invocation['event'] }, work),
        }
      : {}),
    ...(options.operationsAtOnce ? { operationsAtOnce: options.operationsAtOnce } : {}),
    facts: options.facts ?? { customResources: {} },
    elsewhere: options.elsewhere ?? [],
    onInvoked: (name, event, result) => {
      const invocation = { name, event: event as Invocation['event'], result };
      invocations.push(invocation);
      options.onInvoked?.(invocation, invocations.length);
    },
  });
  open = runtime;
  const { account, elsewhere, engine } = runtime;
  kills?.mount(account);
  for (const name of options.alarms ?? []) account.alarms.create(name);
  const changes = watchAll([account, ...elsewhere]);

  const request: Installation['request'] = (path, init) => {
    const ask = async () => app.request(path, init);
    // The last word of the path says what is asked; ids differ from run to run.
    const call = {
      name: 'api',
      event: { action: path.replace(/\/[a-z]+-[0-9a-f]{8,}/, '') },
    } as const;
    return clock.track(kills ? kills.run(call, ask) : ask());
  };
  const post: Installation['post'] = async (path, body, headers = {}) => {
    const init = body === undefined ? {} : { body: JSON.stringify(body) };
    const response = await request(path, {
      method: 'POST',
      ...init,
      headers: { 'content-type': 'application/json', ...headers },
    });
    return { status: response.status, body: await response.json() } as Answer;
  };
  const uploadZip: Installation['uploadZip'] = async (zip) => {
    const body = new Blob([new Uint8Array(zip)]);
    const headers = { 'content-type': 'application/zip' };
    const response = await request('/v1/workspaces', { method: 'POST', body, headers });
    return ((await response.json()) as { workspace: string }).workspace;
  };
  const upload: Installation['upload'] = (files) => uploadZip(zipWorkspace(files));
  const start: Installation['start'] = async (files, { version = '1', ...request } = {}) => {
    const { idempotencyKey, ...body } = request;
    const answer = await post(
      '/v1/deployments',
      {
        environment: 'test',
        workspace: await upload(files),
        variables: { VERSION: version },
        ...body,
      },
      idempotencyKey ? { 'idempotency-key': idempotencyKey } : {},
    );
    if (!('id' in answer.body)) throw new Error(JSON.stringify(answer.body));
    return answer.body.id;
  };
  const runUntil: Installation['runUntil'] = async (isDone) => {
    const end = clock.now() + LONGEST_MS;
    const done = await clock.runUntil(() => isDone() || clock.now() > end);
    if (!done || clock.now() > end) throw new Error('what the test waits for never happens');
  };
  const runUntilIdle = (): Promise<void> =>
    runUntil(() => engine.listExecutions({ status: 'RUNNING' }).length === 0);
  const document: Installation['document'] = async (id) =>
    describeDeployment(await getDeployment(id));

  const installation: Installation = {
    clock,
    account,
    elsewhere,
    engine,
    invocations,
    changes,
    upload,
    uploadZip,
    request,
    post,
    start,
    document,
    runUntil,
    runUntilIdle,
    deploy: async (files, request) => {
      const id = await start(files, request);
      await runUntilIdle();
      return document(id);
    },
    cancel: (id) => post(`/v1/deployments/${id}/cancel`),
    runFor: (minutes) => {
      const end = clock.now() + minutes * 60_000;
      clock.after(minutes * 60_000, () => undefined);
      return runUntil(() => clock.now() >= end);
    },
    runUntilInvoked: (name, fields = {}) =>
      runUntil(() =>
        invocations.some(
          (one) =>
            one.name === name &&
            Object.entries(fields).every(([field, value]) => one.event[field] === value),
        ),
      ),
    runUntilStack: (stackName, status) =>
      runUntil(() =>
        [account, ...elsewhere].some((one) => one.snapshot().stacks[stackName]?.status === status),
      ),
    executions: (machine) =>
      engine
        .listExecutions()
        .filter(
          ({ stateMachineArn, parentExecutionArn }) =>
            stateMachineArn.endsWith(`:${machine}`) && parentExecutionArn === undefined,
        ),
    transitions: (id) =>
      engine
        .listExecutions()
        .filter(({ parentExecutionArn }) => parentExecutionArn === undefined)
        .filter(({ input }) => (input as { deploymentId?: string }).deploymentId === id)
        .reduce((sum, { transitions }) => sum + transitions.own + transitions.children, 0),
  };
  latest = installation;
  return installation;
}

/** No story of a test takes longer, in simulated time. */
const LONGEST_MS = 4 * 24 * 3_600_000;
