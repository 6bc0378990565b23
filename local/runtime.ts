import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Facts } from '../core/facts/facts.js';
import type { Place } from '../core/places/place.js';
import { appRunner } from '../functions/support/aws/app-runner.js';
import { s3 } from '../functions/support/aws/artifacts.js';
import { cloudFormation } from '../functions/support/aws/cloudformation.js';
import { cloudWatch } from '../functions/support/aws/cloudwatch.js';
import { dynamoDb } from '../functions/support/aws/dynamodb.js';
import { ecr } from '../functions/support/aws/ecr.js';
import { ecs } from '../functions/support/aws/ecs.js';
import { elb } from '../functions/support/aws/elb.js';
import { eventBridge } from '../functions/support/aws/events.js';
import { stepFunctions as stepFunctionsClient } from '../functions/support/aws/executions.js';
import { lambda } from '../functions/support/aws/invoke-function.js';
import { ssm } from '../functions/support/aws/ssm.js';
import { acm, acmOfCloudFront } from '../functions/support/facts/certificates.js';
import { ec2 } from '../functions/support/facts/network.js';
import { TABLE } from '../functions/support/ledger/store.js';
import { placedS3 } from '../functions/support/places/place-files.js';
import { inPlace } from '../functions/support/places/whereabouts.js';
import { useAmbient } from '../functions/support/runtime/ambient.js';
import { ENV } from '../functions/support/runtime/env.js';
import {
  type FunctionName,
  pascalCase,
  STATE_MACHINES,
  TRIGGERS,
  type Trigger,
} from '../functions/support/runtime/triggers.js';
import { createAccount } from './account/create-account.js';
import type { TableChange } from './account/dynamodb/table-store.js';
import type { Mishap } from './account/mishaps.js';
import { attach, attachAll } from './account/sdk/attach.js';
import type { SimulatedAccount } from './account/simulated-account.js';
import type { Json, StepFunctions } from './asl/api.js';
import { createStepFunctions } from './asl/step-functions.js';
import type { Clock } from './clock.js';
import { packCustomResources } from './custom-resource-code.js';
import { followLedger } from './follow-ledger.js';
import { HANDLERS } from './handlers.js';
import { answerLambdaCalls } from './lambda-client.js';
import { enterPlace, enterRegion, forwardEvents } from './places.js';
import { answerStepFunctionsCalls } from './step-functions-client.js';

export type RuntimeOptions = {
  readonly clock: Clock;
  /** In [0, 1); fixes every random choice. */
  readonly random: () => number;
  readonly mishaps?: readonly Mishap[];
  /** Facts that are assumed instead of gathered. */
  readonly facts?: Partial<Facts>;
  /** Other accounts and regions in which environments may be. */
  readonly elsewhere?: readonly Place[];
  /** Runs each function; a test may let it die in the middle. */
  readonly run?: <T>(name: FunctionName, event: unknown, work: () => Promise<T>) => Promise<T>;
  /** Stack operations that may be under way at once. @default 200, as infra has it */
  readonly operationsAtOnce?: number;
  /** Called after each function has run, with what went in and out: how a rehearsal follows the story. */
  readonly onInvoked?: (name: FunctionName, event: unknown, result: unknown) => void;
};

/** A whole installation in one process: the simulated account, the engine, the functions, the event rules. */
export type Runtime = {
  readonly clock: Clock;
  readonly account: SimulatedAccount;
  /** In the order of the options. */
  readonly elsewhere: readonly SimulatedAccount[];
  readonly engine: StepFunctions;
  /** Takes everything down again: SDK clients, clock and ids are the real ones afterwards. */
  close(): void;
};

const REGION = 'us-east-1';
const ACCOUNT = '111111111111';
const BUCKET = `autoland-artifacts-${ACCOUNT}-${REGION}`;
const TABLE_NAME = 'autoland';

const functionArn = (name: string): string =>
  `arn:aws:lambda:${REGION}:${ACCOUNT}:function:${name}`;
export const stateMachineArn = (name: string): string =>
  `arn:aws:states:${REGION}:${ACCOUNT}:stateMachine:${name}`;

/** What infra sets as environment variables of the functions. */
const ENVIRONMENT: { readonly [name: string]: string } = {
  [ENV.region]: REGION,
  [ENV.accountId]: ACCOUNT,
  [ENV.table]: TABLE_NAME,
  [ENV.eventBus]: 'autoland',
  [ENV.artifactBucket]: BUCKET,
  [ENV.artifactKeyArn]: `arn:aws:kms:${REGION}:${ACCOUNT}:key/00000000-0000-0000-0000-000000000000`,
  [ENV.checkWorkspaceFunction]: 'check-workspace',
  [ENV.releaseStateMachineArn]: stateMachineArn('release'),
  [ENV.rollbackStateMachineArn]: stateMachineArn('rollback'),
  [ENV.deleteStateMachineArn]: stateMachineArn('delete'),
  [ENV.planStateMachineArn]: stateMachineArn('plan'),
};

/** Only one runtime at a time: SDK clients are constants of their modules. */
export function createRuntime({
  clock,
  random,
  mishaps = [],
  facts = {},
  elsewhere: places = [],
  run = (_name, _event, work) => work(),
  operationsAtOnce = 200,
  onInvoked,
}: RuntimeOptions): Runtime {
  Object.assign(process.env, ENVIRONMENT, { [ENV.operationsAtOnce]: String(operationsAtOnce) });
  const elsewhere = places.map(({ account: accountId, region }) =>
    createAccount({ clock, random, accountId, region, mishaps }),
  );
  useAmbient({
    now: () => clock.now(),
    uuid: () => makeUuid(random),
    facts,
    packCustomResources,
    onConnected: (client, place) =>
      void attach(
        client,
        'environment' in place
          ? () => enterPlace(elsewhere, place)
          : enterRegion(elsewhere, place, () =>
              createAccount({ clock, random, accountId: place.account, region: place.region }),
            ),
      ),
  });
  const invoke = async (name: FunctionName, event: unknown): Promise<Json> => {
    // A function knows nothing of where the one was that brought it to run.
    const result = await inPlace(undefined, () => run(name, event, () => callHandler(name, event)));
    onInvoked?.(name, event, result);
    return result;
  };
  const account = createAccount({ clock, random, accountId: ACCOUNT, region: REGION, mishaps });
  const stream = followLedger(clock, invoke);
  prepareInstallation(account, stream.onChange);
  const detach = attachAll(
    [
      acm.home,
      acmOfCloudFront.home,
      appRunner.home,
      cloudFormation.home,
      cloudWatch.home,
      dynamoDb,
      ec2.home,
      ecr,
      ecs.home,
      elb.home,
      lambda,
      eventBridge,
      placedS3.home,
      s3,
      ssm,
      stepFunctionsClient,
    ],
    account,
  );
  const engine = createEngine(account, clock, random, invoke);
  account.register('SFN', answerStepFunctionsCalls(engine));
  account.register('Lambda', answerLambdaCalls(invoke));
  const deliverTo = (trigger: Trigger) => (event: unknown) =>
    clock.track(invoke(trigger.function, event));
  const rules = TRIGGERS.map((trigger) =>
    account.events.addRule({
      ...('pattern' in trigger
        ? { pattern: trigger.pattern }
        : { scheduleMinutes: trigger.scheduleMinutes }),
      name: trigger.name,
      deliver: deliverTo(trigger),
    }),
  );
  for (const there of elsewhere) rules.push(...forwardEvents(there, deliverTo));
  return {
    clock,
    account,
    elsewhere,
    engine,
    close: () => {
      for (const remove of rules) remove();
      stream.stop();
      detach();
      useAmbient();
    },
  };
}

function prepareInstallation(
  account: SimulatedAccount,
  onChange: (change: TableChange) => void,
): void {
  account.setup.bucket(BUCKET);
  account.setup.table({
    name: TABLE_NAME,
    partitionKey: TABLE.partitionKey,
    sortKey: TABLE.sortKey,
    indexes: [
      { name: TABLE.index, partitionKey: TABLE.indexPartitionKey, sortKey: TABLE.indexSortKey },
    ],
    onChange,
  });
}

function createEngine(
  account: SimulatedAccount,
  clock: Clock,
  random: () => number,
  invoke: (name: FunctionName, event: unknown) => Promise<Json>,
): StepFunctions {
  const engine = createStepFunctions({
    clock,
    random,
    accountId: ACCOUNT,
    region: REGION,
    tasks: {
      invokeLambda: (arn, payload) =>
        invoke((arn.split(':').at(-1) ?? '') as FunctionName, payload),
      callService: (service, action) =>
        Promise.reject(new Error(`no state machine may call ${service}:${action} itself`)),
    },
    onExecutionStatusChange: (execution) =>
      account.events.send({
        source: 'aws.states',
        detailType: 'Step Functions Execution Status Change',
        resources: [execution.executionArn],
        detail: {
          executionArn: execution.executionArn,
          stateMachineArn: execution.stateMachineArn,
          name: execution.name,
          status: execution.status,
        },
      }),
  });
  for (const name of STATE_MACHINES) {
    engine.registerStateMachine({
      stateMachineArn: stateMachineArn(name),
      definition: readDefinition(name),
    });
  }
  return engine;
}

/** Calls a function as Lambda does: what goes in and out is JSON. */
async function callHandler(name: FunctionName, event: unknown): Promise<Json> {
  const handler = HANDLERS[name as keyof typeof HANDLERS];
  if (!handler) throw new Error(`no function ${name}`);
  const result = await handler(JSON.parse(JSON.stringify(event)));
  return result === undefined ? null : (JSON.parse(JSON.stringify(result)) as Json);
}

const definitions = new Map<string, string>();

/** The text as it is deployed, its placeholders filled with local addresses. */
function readDefinition(name: string): string {
  const known = definitions.get(name);
  if (known) return known;
  const text = readFileSync(
    join(import.meta.dirname, '..', 'statemachines', `${name}.asl.json`),
    'utf8',
  );
  const values = new Map<string, string>([
    ...Object.keys(HANDLERS).map((fn): [string, string] => [
      `${pascalCase(fn)}FunctionArn`,
      functionArn(fn),
    ]),
    ...STATE_MACHINES.map((machine): [string, string] => [
      `${pascalCase(machine)}StateMachineArn`,
      stateMachineArn(machine),
    ]),
  ]);
  const definition = text.replace(/\$\{(\w+)\}/g, (_match, placeholder: string) => {
    const value = values.get(placeholder);
    if (!value) throw new Error(`${name}.asl.json: nothing is known for \${${placeholder}}`);
    return value;
  });
  definitions.set(name, definition);
  return definition;
}

function makeUuid(random: () => number): string {
  const digits = Array.from({ length: 32 }, () => Math.floor(random() * 16).toString(16)).join('');
  return digits.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
}
