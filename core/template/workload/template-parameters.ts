import type { EcsWorkload } from '../../manifest/schema/workload.js';
import type { CfnObject, CfnValue, Parameter } from '../cloudformation.js';
import { ref } from '../cloudformation.js';
import {
  envFileConditions,
  envFileParameters,
  envFileSlots,
} from '../containers/env-file-parameters.js';

export type Parameters = { readonly [name: string]: Parameter };

const text: Parameter = { Type: 'String' };
const number: Parameter = { Type: 'Number' };
const flag: Parameter = { Type: 'String', AllowedValues: ['true', 'false'] };

const ADDONS_URL: Parameter = {
  Type: 'String',
  Default: '',
  Description: 'URL of the addons nested stack template within the S3 bucket.',
};

const ARTIFACT_KEY: Parameter = {
  Type: 'String',
  Description: 'KMS Key used for encrypting artifacts',
};

/** Parameters that all ECS types declare. */
export function commonParameters(workload: EcsWorkload): Parameters {
  // Copilot gives a default to these two types only.
  const hasDefault = workload.type === 'Backend Service' || workload.type === 'Worker Service';
  return {
    AppName: text,
    EnvName: text,
    WorkloadName: text,
    ContainerImage: text,
    TaskCPU: text,
    TaskMemory: text,
    TaskCount: number,
    LogRetention: hasDefault ? { ...number, Default: 30 } : number,
    AddonsTemplateURL: ADDONS_URL,
    ...(envFileParameters(envFileSlots(workload)) as Parameters),
    ArtifactKeyARN: ARTIFACT_KEY,
  };
}

/** Where traffic goes: service discovery and Service Connect read them. */
export const TARGET_PARAMETERS: Parameters = {
  ContainerPort: number,
  TargetContainer: text,
  TargetPort: number,
};

export const LOAD_BALANCER_PARAMETERS: Parameters = { HTTPSEnabled: flag, RulePath: text };

export const NETWORK_LOAD_BALANCER_PARAMETERS: Parameters = {
  NLBAliases: { ...text, Default: '' },
  NLBPort: text,
};

export const DOMAIN_PARAMETERS: Parameters = { DNSDelegated: flag };

export const SCHEDULE_PARAMETERS: Parameters = { Schedule: text };

const equals = (one: CfnValue, other: CfnValue): CfnObject => ({ 'Fn::Equals': [one, other] });
const isNot = (condition: CfnObject): CfnObject => ({ 'Fn::Not': [condition] });

export const IS_GOV_CLOUD: CfnObject = {
  IsGovCloud: equals(ref('AWS::Partition'), 'aws-us-gov'),
};

export const HAS_ASSOCIATED_DOMAIN: CfnObject = {
  HasAssociatedDomain: equals(ref('DNSDelegated'), 'true'),
};

export const EXPOSE_PORT: CfnObject = { ExposePort: isNot(equals(ref('TargetPort'), '-1')) };

/** Conditions that all ECS types declare. */
export function commonConditions(workload: EcsWorkload): CfnObject {
  return {
    HasAddons: isNot(equals(ref('AddonsTemplateURL'), '')),
    ...envFileConditions(envFileSlots(workload)),
  };
}
