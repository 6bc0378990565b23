import { type AppRunnerView, findAppRunnerService } from '../aws/app-runner.js';
import { listStackResources, type StackView } from '../aws/cloudformation.js';
import { type EcsStatus, findEcsStatus } from './ecs-status.js';

/** What a workload's stack runs, each kind with what applies to it. */
export type RunningService =
  | EcsStatus
  | ({ readonly kind: 'app-runner'; readonly arn: string } & AppRunnerView)
  | {
      readonly kind: 'job';
      readonly stateMachine: string;
      /** Schedule expression of EventBridge; null where nothing starts it by itself. */
      readonly schedule: string | null;
    }
  | { readonly kind: 'static-site'; readonly bucket: string; readonly url: string | null };

/** What runs in the stack; null where there is nothing of that kind in it. */
export async function findRunningService(stack: StackView): Promise<RunningService | null> {
  const resources = await listStackResources(stack.stackName);
  const find = (type: string): string | undefined =>
    resources.find((one) => one.type === type && one.physicalId !== '')?.physicalId;
  const ecsService = find('AWS::ECS::Service');
  if (ecsService) return (await findEcsStatus(ecsService)) ?? null;
  const appRunner = find('AWS::AppRunner::Service');
  if (appRunner) {
    const view = await findAppRunnerService(appRunner);
    return view ? { kind: 'app-runner', arn: appRunner, ...view } : null;
  }
  const stateMachine = find('AWS::StepFunctions::StateMachine');
  if (stateMachine) return { kind: 'job', stateMachine, schedule: scheduleOf(stack) };
  const bucket = find('AWS::S3::Bucket');
  return bucket ? { kind: 'static-site', bucket, url: urlOf(stack) } : null;
}

/** Copilot's parameter of jobs; `none` says that nobody starts it. */
function scheduleOf({ parameters }: StackView): string | null {
  const { Schedule: schedule } = parameters;
  return schedule && schedule !== 'none' ? schedule : null;
}

function urlOf({ outputs }: StackView): string | null {
  const domain = outputs.CloudFrontDistributionDomainName;
  return domain ? `https://${domain}` : null;
}
