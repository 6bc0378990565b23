import { App, Tags, Validations } from 'aws-cdk-lib';
import { AwsSolutionsChecks } from 'cdk-nag';
import { readConfig } from './config.js';
import { OrchestratorStack } from './stacks/orchestrator-stack.js';
import { StatefulStack } from './stacks/stateful-stack.js';

const app = new App();
const config = readConfig(app.node);
const { table, artifacts } = new StatefulStack(app, 'Stateful', {
  config,
  stackName: `${config.name}-stateful`,
  terminationProtection: true,
});
new OrchestratorStack(app, 'Orchestrator', { config, table, artifacts, stackName: config.name });
Tags.of(app).add('autoland', config.name);
Validations.of(app).addPlugins(new AwsSolutionsChecks(app));
app.synth();
