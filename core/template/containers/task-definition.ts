import { resolvePlatform } from '../../manifest/resolve/platforms.js';
import type { Platform } from '../../manifest/schema/platform.js';
import type { EcsWorkload } from '../../manifest/schema/workload.js';
import type { CfnObject, Resource } from '../cloudformation.js';
import { getAtt, join, ref } from '../cloudformation.js';
import type { RenderContext } from '../context.js';
import { describeResource } from '../description.js';
import { properties, unlessEmpty } from '../properties.js';
import { commonVariables } from './environment-variables.js';
import { renderLogRouter } from './log-router.js';
import { renderMainContainer } from './main-container.js';
import { renderSidecars } from './sidecar-containers.js';
import { renderTraceCollector } from './tracing.js';
import { resolveVolumes, volumesProperty } from './volumes.js';

const OPERATING_SYSTEMS: { readonly [os: string]: string } = {
  windows: 'WINDOWS_SERVER_2019_CORE',
  windows_server_2019_core: 'WINDOWS_SERVER_2019_CORE',
  windows_server_2019_full: 'WINDOWS_SERVER_2019_FULL',
  windows_server_2022_core: 'WINDOWS_SERVER_2022_CORE',
  windows_server_2022_full: 'WINDOWS_SERVER_2022_FULL',
};

/** Left out for linux on x86, which is what ECS assumes. */
function runtimePlatform(platform: Platform | undefined): CfnObject | undefined {
  const resolved = resolvePlatform(platform);
  if (resolved === undefined) return undefined;
  const os = OPERATING_SYSTEMS[resolved.os] ?? 'LINUX';
  const architecture = resolved.isArm ? 'ARM64' : 'X86_64';
  if (os === 'LINUX' && architecture === 'X86_64') return undefined;
  return { OperatingSystemFamily: os, CpuArchitecture: architecture };
}

/** Fargate's platform version: Windows has its own numbers. */
export function platformVersion(platform: Platform | undefined): string {
  return resolvePlatform(platform)?.isWindows ? '1.0.0' : 'LATEST';
}

/** 20 GiB is what every task has; ECS takes only more than that. */
function ephemeralStorage(size: number | undefined): CfnObject | undefined {
  return size === undefined || size === 20 ? undefined : { SizeInGiB: size };
}

/** One task: main container, log router, trace collector, sidecars, in this order. */
export function renderTaskDefinition(workload: EcsWorkload, context: RenderContext): Resource {
  const common = commonVariables(workload, context);
  const { name, storage, platform } = workload;
  return describeResource('An ECS task definition to group your containers and run them on ECS', {
    Type: 'AWS::ECS::TaskDefinition',
    DependsOn: 'LogGroup',
    Properties: properties({
      Family: join('', [ref('AppName'), '-', ref('EnvName'), '-', ref('WorkloadName')]),
      RuntimePlatform: runtimePlatform(platform),
      NetworkMode: 'awsvpc',
      RequiresCompatibilities: ['FARGATE'],
      Cpu: ref('TaskCPU'),
      Memory: ref('TaskMemory'),
      EphemeralStorage: ephemeralStorage(storage?.ephemeral),
      ExecutionRoleArn: getAtt('ExecutionRole', 'Arn'),
      TaskRoleArn: getAtt('TaskRole', 'Arn'),
      ContainerDefinitions: [
        renderMainContainer(workload, context, common),
        ...renderLogRouter(workload.logging, common),
        ...renderTraceCollector(workload),
        ...renderSidecars(workload, context, common),
      ],
      Volumes: unlessEmpty(volumesProperty(resolveVolumes(name, storage))),
    }),
  });
}

export function renderLogGroup(): Resource {
  const name = ['/copilot/', ref('AppName'), '-', ref('EnvName'), '-', ref('WorkloadName')];
  return describeResource('A CloudWatch log group to hold your service logs', {
    Type: 'AWS::Logs::LogGroup',
    Properties: { LogGroupName: join('', name), RetentionInDays: ref('LogRetention') },
  });
}
