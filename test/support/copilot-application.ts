import type { RenderedStack } from '../../core/release/release.js';
import { renderRelease } from '../../core/render/render-release.js';
import { renderApplicationInfrastructure } from '../../core/template/application/render-infrastructure.js';
import type { CfnObject, Template } from '../../core/template/cloudformation.js';
import { readWorkspace } from '../../core/workspace/read-workspace.js';
import type { WorkspaceFiles } from '../../core/workspace/workspace.js';
import type { SimulatedAccount } from '../../local/account/simulated-account.js';

const PLACE = { accountId: '111111111111', region: 'us-east-1' };

/** The trio by which Copilot changed the environment stack from inside each workload's. */
const ENV_CONTROLLER: Template['Resources'] = {
  EnvControllerAction: {
    Type: 'Custom::EnvControllerFunction',
    Properties: {
      ServiceToken: { 'Fn::GetAtt': ['EnvControllerFunction', 'Arn'] },
      Workload: { Ref: 'WorkloadName' },
      EnvStack: { 'Fn::Sub': '${AppName}-${EnvName}' },
    },
  },
  EnvControllerFunction: {
    Type: 'AWS::Lambda::Function',
    Properties: {
      Code: { S3Bucket: 'somewhere', S3Key: 'manual/scripts/env-controller.zip' },
      Handler: 'index.handler',
      Runtime: 'nodejs20.x',
      Role: { 'Fn::GetAtt': ['EnvControllerRole', 'Arn'] },
    },
  },
  EnvControllerRole: {
    Type: 'AWS::IAM::Role',
    Properties: { AssumeRolePolicyDocument: { Version: '2012-10-17', Statement: [] } },
  },
};

/** The workload's template as Copilot had it: with its own description and its custom resource. */
function asCopilots({ template, type }: RenderedStack): Template {
  return {
    ...template,
    Description: `CloudFormation template that represents a ${type.toLowerCase()} on Amazon ECS.`,
    Resources: { ...template.Resources, ...ENV_CONTROLLER },
  };
}

export type CopilotApplication = {
  /** Of the application, where its stacks find what they refer to. */
  readonly bucket: string;
  readonly keyArn: string;
};

/** Copilot's bucket and key of the application `shop`, and its records, as `app init` and `env init` leave them. */
export function placeCopilotApplication(
  account: SimulatedAccount,
  record: CfnObject = {},
): CopilotApplication {
  const { template, tags } = renderApplicationInfrastructure({
    application: 'shop',
    accounts: [PLACE.accountId],
    workloads: [],
    version: 1,
    templateVersion: 'v1.2.0',
  });
  account.setup.stackSet({ name: 'shop-infrastructure', template, tags });
  const path = '/copilot/applications/shop';
  const application = { name: 'shop', account: PLACE.accountId, domain: '', ...record };
  account.setup.parameter(path, JSON.stringify(application));
  const environment = {
    app: 'shop',
    name: 'test',
    region: PLACE.region,
    accountID: PLACE.accountId,
  };
  account.setup.parameter(`${path}/environments/test`, JSON.stringify(environment));
  const [outputs] = Object.entries(account.snapshot().stacks)
    .filter(([name]) => name.startsWith('StackSet-shop-infrastructure-'))
    .map(([, stack]) => stack.outputs);
  return { bucket: outputs?.PipelineBucket ?? '', keyArn: outputs?.KMSKeyARN ?? '' };
}

/** The stacks of a workspace as Copilot would deploy them into `test`. */
export function renderAsCopilot(
  files: WorkspaceFiles,
  { bucket, keyArn }: CopilotApplication,
): readonly Pick<RenderedStack, 'stackName' | 'parameters' | 'tags' | 'template'>[] {
  const rendered = renderRelease({
    workspace: readWorkspace(files).workspace,
    environment: 'test',
    facts: {
      application: { name: 'shop', accountId: PLACE.accountId },
      environment: {
        ...PLACE,
        name: 'test',
        artifactBucket: bucket,
        artifactKeyArn: keyArn,
        serviceDiscoveryEndpoint: 'test.shop.local',
      },
      variables: { VERSION: '0' },
      templateVersion: 'v1.34.0',
    },
  });
  if (!rendered.ok) throw new Error(JSON.stringify(rendered.issues));
  return rendered.stacks.map((stack) => ({
    ...stack,
    template: stack.kind === 'workload' ? asCopilots(stack) : stack.template,
  }));
}

/** Puts the stacks of a workspace in place as if Copilot had deployed them into `test`. */
export function placeCopilotStacks(
  account: SimulatedAccount,
  files: WorkspaceFiles,
  application: CopilotApplication,
): void {
  for (const { stackName, parameters, tags, template } of renderAsCopilot(files, application))
    account.setup.stack({ stackName, parameters, tags, template });
}
