import { createAcm } from './acm/acm-service.js';
import { createAppRunner } from './apprunner/apprunner-service.js';
import { createCallRecorder } from './call-log.js';
import { createCloudFormation } from './cloudformation/cloudformation-service.js';
import { createCloudWatch } from './cloudwatch/cloudwatch-service.js';
import { createControls } from './controls.js';
import { createDice } from './dice.js';
import { createDynamoDb } from './dynamodb/dynamodb-service.js';
import { createEc2 } from './ec2/ec2-service.js';
import { createEcr } from './ecr/ecr-service.js';
import { createEcs } from './ecs/ecs-service.js';
import { loseImages } from './ecs/lose-images.js';
import { createElb } from './elb/elb-service.js';
import { createEventBus } from './eventbridge/event-bus.js';
import { createEventBridge } from './eventbridge/eventbridge-service.js';
import { createListeners } from './listeners.js';
import { createMishapBoard } from './mishap-board.js';
import { createS3 } from './s3/s3-service.js';
import { UnsupportedCall } from './service-error.js';
import type {
  AccountOptions,
  DeploymentProgressEvent,
  OperationHandler,
  ServiceName,
  SimulatedAccount,
  StackProgressEvent,
} from './simulated-account.js';
import { takeSnapshot } from './snapshot.js';
import { createSsm } from './ssm/ssm-service.js';
import { createStores } from './stores.js';
import { isThrottling, throttle } from './throttle.js';
import type { World } from './world.js';

/** An AWS account in memory. Time passes only through `clock`; the same seed gives the same story. */
export function createAccount(options: AccountOptions): SimulatedAccount {
  const { clock, accountId = '111111111111', region = 'us-east-1' } = options;
  const dice = createDice(options.random);
  const mishaps = createMishapBoard(options.mishaps ?? []);
  const bus = createEventBus({ clock, dice, mishaps, accountId, region });
  const world: World = { clock, dice, mishaps, accountId, region, send: bus.send };
  const stackEvents = createListeners<StackProgressEvent>();
  const deployments = createListeners<DeploymentProgressEvent>();
  const stores = createStores(world, {
    onStackEvent: stackEvents.tell,
    onDeployment: deployments.tell,
  });
  const recorder = createCallRecorder();
  const calls = new Map<string, number>();
  let throttled = 0;

  const handlers = new Map<ServiceName, OperationHandler>([
    ['CloudFormation', createCloudFormation(stores.engine)],
    ['ECS', createEcs(stores.ecs)],
    ['CloudWatch', createCloudWatch(stores.alarms)],
    ['S3', createS3(world, stores.objects)],
    ['DynamoDB', createDynamoDb(world, stores.tables)],
    ['ACM', createAcm(stores.stacks)],
    ['AppRunner', createAppRunner(stores.stacks)],
    ['EC2', createEc2(world, stores.stacks)],
    ['ECR', createEcr(world, stores.images)],
    ['SSM', createSsm(stores.parameters)],
    ['ElasticLoadBalancingV2', createElb(world, stores.elb, stores.ecs.store)],
    ['EventBridge', createEventBridge(bus)],
  ]);

  const answer = async (
    service: ServiceName,
    operation: string,
    input: unknown,
  ): Promise<unknown> => {
    const handler = handlers.get(service);
    if (!handler) throw new UnsupportedCall(service, operation);
    throttle(mishaps, dice, service, operation);
    return handler(operation, input);
  };

  const handle = async (
    service: ServiceName,
    operation: string,
    input: unknown,
  ): Promise<unknown> => {
    const name = `${service}.${operation}`;
    calls.set(name, (calls.get(name) ?? 0) + 1);
    const noteError = recorder.record(clock.now(), service, operation, input);
    try {
      return await answer(service, operation, input);
    } catch (error) {
      if (isThrottling(error)) throttled += 1;
      noteError(error instanceof Error ? error.name : String(error));
      throw error;
    }
  };

  return {
    accountId,
    region,
    clock,
    handle,
    register: (service, handler) => void handlers.set(service, handler),
    events: bus,
    calls: recorder.log,
    ...createControls(world, stores),
    progress: { onStackEvent: stackEvents.add, onDeployment: deployments.add },
    inject: (mishap) => {
      mishaps.add(mishap);
      for (const service of stores.ecs.store.services.values()) loseImages(stores.ecs, service);
    },
    lift: mishaps.remove,
    mishaps: mishaps.all,
    counters: () => ({
      calls: Object.fromEntries([...calls].sort()),
      throttled,
      eventsSent: bus.sent().length,
      eventsDelivered: bus.delivered(),
    }),
    snapshot: () => takeSnapshot(stores),
  };
}
