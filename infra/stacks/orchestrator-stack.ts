import { join } from 'node:path';
import { CfnOutput, Duration, Stack, type StackProps } from 'aws-cdk-lib';
import type { Table } from 'aws-cdk-lib/aws-dynamodb';
import { EventBus, type IEventBus } from 'aws-cdk-lib/aws-events';
import { PermissionsBoundary } from 'aws-cdk-lib/aws-iam';
import type { Key } from 'aws-cdk-lib/aws-kms';
import type { IFunction } from 'aws-cdk-lib/aws-lambda';
import type { Bucket } from 'aws-cdk-lib/aws-s3';
import type { Construct } from 'constructs';
import { TABLE } from '../../functions/support/ledger/store.js';
import { ENV } from '../../functions/support/runtime/env.js';
import {
  FUNCTION_NAMES,
  type FunctionName,
  pascalCase,
  STATE_MACHINES,
  type StateMachineName,
  TRIGGERS,
} from '../../functions/support/runtime/triggers.js';
import { ROOT } from '../bundling/bundling.js';
import { CODE_FOLDER } from '../bundling/custom-resources.js';
import type { Config, JwtConfig } from '../config.js';
import { Alarms } from '../constructs/alarms.js';
import { Announcements } from '../constructs/announcements.js';
import { makeBoundary } from '../constructs/boundary.js';
import { DeploymentApi } from '../constructs/deployment-api.js';
import { EventRules } from '../constructs/event-rules.js';
import { Notifications } from '../constructs/notifications.js';
import { functionArn, StepFunction } from '../constructs/step-function.js';
import { executionArns, stateMachineArn, Workflow } from '../constructs/workflow.js';
import { ACTIONS, describeRights, type OwnArns } from '../rights/action-rights.js';
import { describeFileRights, UPLOADERS } from '../rights/application-files.js';
import { describeArns } from '../rights/arns.js';
import { FUNCTION_ACTIONS } from '../rights/function-actions.js';
import { settingsOf } from './function-settings.js';
import { describeAlarms } from './orchestrator-alarms.js';
import { MACHINE_PARTS } from './state-machines.js';

export type OrchestratorStackProps = StackProps & {
  readonly config: Config;
  readonly table: Table;
  readonly artifacts: Bucket;
  readonly artifactKey: Key;
  /** Folder of the bundled functions. */
  readonly bundles: string;
};

type ByName<Name extends string, Value> = { readonly [name in Name]: Value };

function mapNames<Name extends string, Value>(
  names: readonly Name[],
  make: (name: Name) => Value,
): ByName<Name, Value> {
  return Object.fromEntries(names.map((name) => [name, make(name)])) as ByName<Name, Value>;
}

/** Functions, state machines, rules, endpoints and alarms: everything that may be replaced at any time. */
export class OrchestratorStack extends Stack {
  readonly #props: OrchestratorStackProps;
  readonly functions: ByName<FunctionName, IFunction>;
  readonly workflows: ByName<StateMachineName, Workflow>;

  constructor(scope: Construct, id: string, props: OrchestratorStackProps) {
    super(scope, id, props);
    this.#props = props;
    const {
      name: prefix,
      applications,
      accounts,
      runbookUrl,
      alarmTopicArn,
      jwt,
      notifications,
    } = props.config;
    PermissionsBoundary.of(this).apply(makeBoundary(this, `${prefix}-boundary`, ACTIONS));
    // The CDK's classes and interfaces disagree about undefined under exactOptionalPropertyTypes.
    const bus = new EventBus(this, 'Bus', { eventBusName: prefix }) as IEventBus;
    this.functions = this.#makeFunctions(bus);
    this.workflows = mapNames(STATE_MACHINES, (name) => this.#makeWorkflow(name));
    const { functions, workflows } = this;
    const { undelivered } = new EventRules(this, 'Rules', {
      prefix,
      applications,
      accounts,
      triggers: TRIGGERS,
      functions,
    });
    new Announcements(this, 'Announcements', {
      streamArn: props.table.tableStreamArn ?? '',
      handler: functions.announce,
      undelivered,
    });
    new Notifications(this, 'Notifications', { prefix, bus, notifications, undelivered });
    const { apiId } = this.#makeEndpoint('Endpoint', undefined);
    if (jwt) this.#makeEndpoint('TokenEndpoint', jwt);
    const { tableName } = props.table;
    new Alarms(this, 'Alarms', {
      prefix,
      runbookUrl,
      topicArn: alarmTopicArn,
      alarms: describeAlarms({ workflows, functions, undelivered, apiId, tableName }),
    });
  }

  #makeFunctions(bus: IEventBus): ByName<FunctionName, IFunction> {
    const { config, table, artifacts, artifactKey, bundles } = this.#props;
    const machine = (name: StateMachineName) => ({ stateMachineName: `${config.name}-${name}` });
    const checkWorkspace = `${config.name}-check-workspace`;
    const own: OwnArns = {
      table: table.tableArn,
      tableIndex: `${table.tableArn}/index/${TABLE.index}`,
      // The import as it stands in the template: acknowledgements of wildcards have to name it.
      bucket: Stack.of(artifacts).exportValue(artifacts.bucketArn),
      bucketUrl: `https://${artifacts.bucketRegionalDomainName}`,
      key: artifactKey.keyArn,
      bus: bus.eventBusArn,
      stream: table.tableStreamArn ?? '',
      stateMachines: STATE_MACHINES.map((name) => stateMachineArn(this, machine(name))),
      executions: STATE_MACHINES.map((name) => executionArns(this, machine(name))),
      calledFunctions: [functionArn(this, checkWorkspace)],
    };
    const environment = {
      [ENV.table]: table.tableName,
      [ENV.eventBus]: bus.eventBusName,
      ...(config.jwt ? { [ENV.jwtSubjects]: JSON.stringify(config.jwt.subjects) } : {}),
      [ENV.accountId]: this.account,
      [ENV.operationsAtOnce]: String(config.operationsAtOnce),
      [ENV.artifactBucket]: artifacts.bucketName,
      [ENV.artifactKeyArn]: artifactKey.keyArn,
      // Where Lambda unpacks a bundle.
      [ENV.customResourceFolder]: `/var/task/${CODE_FOLDER}`,
      // By name, not by reference: functions cannot refer to each other, and machines refer to functions already.
      [ENV.checkWorkspaceFunction]: checkWorkspace,
      [ENV.releaseStateMachineArn]: stateMachineArn(this, machine('release')),
      [ENV.rollbackStateMachineArn]: stateMachineArn(this, machine('rollback')),
      [ENV.deleteStateMachineArn]: stateMachineArn(this, machine('delete')),
      [ENV.planStateMachineArn]: stateMachineArn(this, machine('plan')),
    };
    const app = describeArns(this, config);
    return mapNames(FUNCTION_NAMES, (name) => {
      const { timeout, memory } = settingsOf(name);
      return new StepFunction(this, pascalCase(name), {
        name,
        bundles,
        prefix: config.name,
        environment,
        rights: [
          ...describeRights(FUNCTION_ACTIONS[name], { own, app }),
          ...(UPLOADERS.has(name) ? describeFileRights(app) : []),
        ],
        timeout: Duration.seconds(timeout),
        memory,
        logRetention: config.logRetentionDays,
      }).fn;
    });
  }

  #makeWorkflow(name: StateMachineName): Workflow {
    const { config } = this.#props;
    const parts = MACHINE_PARTS[name];
    return new Workflow(this, `${pascalCase(name)}Workflow`, {
      file: join(ROOT, 'statemachines', `${name}.asl.json`),
      stateMachineName: `${config.name}-${name}`,
      functions: Object.fromEntries(
        parts.functions.map((fn) => [pascalCase(fn), this.functions[fn]]),
      ),
      workflows: Object.fromEntries(
        parts.workflows.map((machine) => [
          pascalCase(machine),
          { stateMachineName: `${config.name}-${machine}` },
        ]),
      ),
      logRetention: config.logRetentionDays,
    });
  }

  #makeEndpoint(
    id: 'Endpoint' | 'TokenEndpoint',
    jwt: JwtConfig | undefined,
  ): { readonly apiId: string } {
    const { config } = this.#props;
    const { api } = new DeploymentApi(this, id, {
      apiName: jwt ? `${config.name}-token` : config.name,
      handler: this.functions.api,
      owners: this.functions,
      jwt,
      throttle: config.throttle,
      logRetention: config.logRetentionDays,
    });
    new CfnOutput(this, `${id}Url`, { value: api.apiEndpoint });
    return { apiId: api.apiId };
  }
}
