import { App, type AppProps, Tags, Validations } from 'aws-cdk-lib';
import { AwsSolutionsChecks } from 'cdk-nag';
import { readConfig } from './config.js';
import { OrchestratorStack } from './stacks/orchestrator-stack.js';
import { StatefulStack } from './stacks/stateful-stack.js';

export type Autoland = {
  readonly app: App;
  readonly stateful: StatefulStack;
  readonly orchestrator: OrchestratorStack;
};

/**
 * The stacks for any account and region: nothing is looked up, so that `cdk synth` works offline.
 * `bundles` is the folder that `bundleFunctions` wrote.
 */
export function makeApp(bundles: string, props?: AppProps): Autoland {
  const app = new App(props);
  const config = readConfig(app.node);
  const stateful = new StatefulStack(app, 'Stateful', {
    config,
    stackName: `${config.name}-stateful`,
    description: 'Autoland: ledger and artifacts',
    terminationProtection: true,
  });
  const orchestrator = new OrchestratorStack(app, 'Orchestrator', {
    config,
    table: stateful.table,
    artifacts: stateful.artifacts,
    artifactKey: stateful.artifactKey,
    bundles,
    stackName: config.name,
    description: 'Autoland: functions, state machines, API',
  });
  Tags.of(app).add('autoland', config.name);
  Validations.of(app).addPlugins(new AwsSolutionsChecks(app));
  return { app, stateful, orchestrator };
}
