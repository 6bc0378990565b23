import type { EcsWorkload } from '../../manifest/schema/workload.js';
import type { GuardAlarms, RenderedStack } from '../../release/release.js';
import { renderAddonsStack } from '../addons-stack.js';
import type { CfnObject, Output, Resource } from '../cloudformation.js';
import { envFileSlots } from '../containers/env-file-parameters.js';
import { renderExecutionRole } from '../containers/execution-role.js';
import { runningImages } from '../containers/images.js';
import { renderLogGroup, renderTaskDefinition } from '../containers/task-definition.js';
import { renderTaskRole } from '../containers/task-role.js';
import { renderAccessPoint } from '../containers/volumes.js';
import type { RenderContext } from '../context.js';
import { renderTopics } from '../messaging/topics.js';
import { deploymentMarks } from '../service/deployment-marks.js';
import { workloadStackName } from '../stack-name.js';
import { renderStackTags } from '../stack-tags.js';
import { envFileAssets } from './env-files.js';
import type { ParameterValues } from './parameter-values.js';
import { commonValues } from './parameter-values.js';
import type { Parameters } from './template-parameters.js';
import { commonConditions, commonParameters } from './template-parameters.js';

/** What one type of workload has beside that which all ECS types share. */
export type TypeParts = {
  /** What the template is for, in one sentence. */
  readonly description: string;
  readonly parameters: Parameters;
  readonly values: ParameterValues;
  readonly conditions: CfnObject;
  readonly resources: { readonly [id: string]: Resource };
  readonly outputs: { readonly [name: string]: Output };
  readonly alarms: GuardAlarms;
  /** Workloads that must be deployed before, beside `depends_on`. */
  readonly after: readonly string[];
};

function renderResources(
  workload: EcsWorkload,
  context: RenderContext,
  parts: TypeParts,
): { readonly [id: string]: Resource } {
  const boundary = context.facts.application.permissionsBoundary;
  return {
    LogGroup: renderLogGroup(),
    TaskDefinition: renderTaskDefinition(workload, context),
    ExecutionRole: renderExecutionRole(envFileSlots(workload), boundary),
    TaskRole: renderTaskRole(workload, context),
    ...parts.resources,
    ...renderAccessPoint(workload.name, workload.storage),
    AddonsStack: renderAddonsStack(context),
    ...renderTopics(workload.publish),
  };
}

function predecessors(workload: EcsWorkload, parts: TypeParts): readonly string[] {
  const names = [...(workload.depends_on ?? []), ...parts.after];
  return [...new Set(names)].filter((name) => name !== workload.name).sort();
}

/** The stack of a workload that runs as ECS tasks. */
export function renderEcsStack(
  workload: EcsWorkload,
  context: RenderContext,
  parts: TypeParts,
): RenderedStack {
  const { facts, uploadsAssets } = context;
  const addonAssets = uploadsAssets ? (context.addons?.assets ?? []) : [];
  return {
    kind: 'workload',
    name: workload.name,
    type: workload.type,
    stackName: workloadStackName(context, workload.name),
    template: {
      AWSTemplateFormatVersion: '2010-09-09',
      Description: parts.description,
      Metadata: { Version: facts.templateVersion ?? '', Manifest: context.manifestText },
      Parameters: { ...commonParameters(workload), ...parts.parameters },
      Conditions: { ...parts.conditions, ...commonConditions(workload) },
      Resources: renderResources(workload, context, parts),
      ...(Object.keys(parts.outputs).length === 0 ? {} : { Outputs: parts.outputs }),
    },
    parameters: { ...commonValues(workload, context), ...parts.values },
    tags: renderStackTags(context, workload.name),
    assets: [...addonAssets, ...envFileAssets(workload, context)],
    after: predecessors(workload, parts),
    images: runningImages(workload, context),
    alarms: parts.alarms,
    ...deploymentMarks(workload),
  };
}
