/** What the runner of a story does to an account without calling an API. */
import { AutolandError } from '../../core/errors.js';
import { createStackRecord } from './cloudformation/create-stack.js';
import { parseConfiguration } from './cloudformation/parse-configuration.js';
import { placeResources } from './cloudformation/place-stack.js';
import { runDelete } from './cloudformation/run/operate.js';
import { beginOperation, setStackStatus } from './cloudformation/stack-events.js';
import { findStack, isDeleted } from './cloudformation/stack-records.js';
import { loseImages } from './ecs/lose-images.js';
import { findWorkspaceName } from './mishap-board.js';
import type {
  AlarmControl,
  ImageControl,
  PlacedStack,
  PlacedStackSet,
  SimulatedAccount,
  StackStatusChange,
} from './simulated-account.js';
import type { Stores } from './stores.js';
import type { World } from './world.js';

function placeStack({ engine, ecs }: Stores, placed: PlacedStack): string {
  const text =
    typeof placed.template === 'string' ? placed.template : JSON.stringify(placed.template);
  const parameters = Object.entries(placed.parameters ?? {}).map(
    ([ParameterKey, ParameterValue]) => ({
      ParameterKey,
      ParameterValue,
    }),
  );
  const configuration = parseConfiguration(engine, {
    text,
    parameters,
    previous: {},
    tags: placed.tags ?? {},
    capabilities: ['CAPABILITY_NAMED_IAM'],
    notificationArns: [],
    roleArn: undefined,
    rollbackConfiguration: {},
  });
  const stack = createStackRecord(engine, placed.stackName);
  placeResources(engine, stack, configuration);
  for (const service of ecs.store.services.values()) loseImages(ecs, service);
  return stack.id;
}

async function deleteStack({ engine }: Stores, stackId: string): Promise<string | undefined> {
  const stack = findStack(engine.stacks, stackId);
  if (!stack || isDeleted(stack)) return undefined;
  const isGone = await runDelete(engine, stack, undefined, []);
  return isGone ? undefined : (stack.statusReason ?? 'could not be deleted');
}

function changeStatus({ engine, stacks }: Stores, change: StackStatusChange): void {
  const { stackName, status, reason, token } = change;
  const stack = findStack(stacks, stackName);
  if (!stack) throw new AutolandError('NotFound', `there is no stack ${stackName}`);
  if (token !== undefined) beginOperation(engine, stack, 'UPDATE_STACK', token);
  if (status === 'DELETE_COMPLETE') stacks.idByName.delete(stackName);
  setStackStatus(engine, stack, status, reason);
}

function placeStackSet(world: World, stores: Stores, set: PlacedStackSet): string {
  const { name, elsewhere = [], ...stack } = set;
  const stackName = `StackSet-${name}-${world.dice.uuid(`stackset/${name}`)}`;
  const stackId = placeStack(stores, { ...stack, stackName });
  const account = world.accountId;
  const own = { account, region: world.region, stackId, obstacle: undefined };
  const others = elsewhere.map((one) => {
    if (!('account' in one))
      return { account, region: one.region, stackId: '', obstacle: one.obstacle };
    const { region, setup } = one.account;
    const id = setup.stack({ ...stack, stackName });
    const remove = () => setup.deleteStack(id);
    return { account, region, stackId: id, obstacle: undefined, remove };
  });
  stores.stacks.stackSets.set(name, {
    id: `${name}:${world.dice.uuid(`stackset-id/${name}`)}`,
    name,
    instances: [own, ...others].map((one) => ({ ...one, statusReason: undefined })),
    operations: [],
  });
  return stackId;
}

function findGuards({ ecs, stacks, alarms }: Stores, workload: string): readonly string[] {
  const services = [...ecs.store.services.values()].filter(
    ({ owner, status }) => status === 'ACTIVE' && findWorkspaceName(owner) === workload,
  );
  const watched = services.flatMap(({ configuration }) =>
    configuration.alarms?.enable ? (configuration.alarms.alarmNames ?? []) : [],
  );
  const made = [...stacks.byId.values()]
    .filter((stack) => !isDeleted(stack) && stack.configuration)
    .filter(
      (stack) =>
        findWorkspaceName({ stackName: stack.rootName, tags: stack.configuration?.tags ?? {} }) ===
        workload,
    )
    .flatMap((stack) => [...stack.resources.values()])
    .filter(({ type }) => type.startsWith('AWS::CloudWatch::'))
    .map(({ physicalId }) => physicalId);
  return [...new Set([...watched, ...made])].filter((name) => alarms.alarms.has(name));
}

function createAlarmControl(world: World, stores: Stores): AlarmControl {
  const { alarms } = stores;
  return {
    create: (name, options = {}) => {
      const { state = 'OK', rule } = options;
      const metric = { EvaluationPeriods: 3, Period: 60 };
      alarms.put(name, { state, configuration: rule ? { AlarmRule: rule } : metric });
    },
    set: alarms.set,
    setAfter: (delayMs, name, state, reason) =>
      world.clock.after(delayMs, () => {
        if (alarms.alarms.has(name)) alarms.set(name, state, reason);
      }),
    state: (name) => alarms.alarms.get(name)?.state,
    names: () => [...alarms.alarms.keys()].sort(),
    guarding: (workload) => findGuards(stores, workload),
  };
}

const createImageControl = ({ images }: Stores): ImageControl => ({
  push: (repository, options = {}) =>
    images.push(repository, options.tags ?? ['latest'], options.digest),
  remove: images.remove,
  setLifecyclePolicy: (repository, policy) => {
    images.createRepository(repository).lifecyclePolicy = policy;
  },
});

export function createControls(
  world: World,
  stores: Stores,
): Pick<SimulatedAccount, 'alarms' | 'images' | 'setup'> {
  const { objects, tables, parameters } = stores;
  return {
    alarms: createAlarmControl(world, stores),
    images: createImageControl(stores),
    setup: {
      stack: (stack) => placeStack(stores, stack),
      deleteStack: (stackId) => deleteStack(stores, stackId),
      stackStatus: (change) => changeStatus(stores, change),
      stackSet: (set) => placeStackSet(world, stores, set),
      bucket: objects.createBucket,
      table: (table) => void tables.create(table),
      parameter: (name, value) => void parameters.put(name, value),
    },
  };
}
