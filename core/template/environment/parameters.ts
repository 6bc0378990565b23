import type { CfnObject, CfnValue, Parameter } from '../cloudformation.js';
import { ref } from '../cloudformation.js';

const TEXT: Parameter = { Type: 'String' };
const SWITCH: Parameter = { Type: 'String', AllowedValues: [true, false] };

export const BOOTSTRAP_PARAMETERS: { readonly [name: string]: Parameter } = {
  AppName: TEXT,
  EnvironmentName: TEXT,
  ToolsAccountPrincipalARN: TEXT,
};

export const ENVIRONMENT_PARAMETERS: { readonly [name: string]: Parameter } = {
  AppName: TEXT,
  EnvironmentName: TEXT,
  ALBWorkloads: TEXT,
  InternalALBWorkloads: TEXT,
  EFSWorkloads: TEXT,
  NATWorkloads: TEXT,
  AppRunnerPrivateWorkloads: TEXT,
  ToolsAccountPrincipalARN: TEXT,
  AppDNSName: TEXT,
  AppDNSDelegationRole: TEXT,
  Aliases: TEXT,
  CreateHTTPSListener: SWITCH,
  CreateInternalHTTPSListener: SWITCH,
  ServiceDiscoveryEndpoint: TEXT,
};

const equals = (parameter: string, value: CfnValue): CfnValue => ({
  'Fn::Equals': [ref(parameter), value],
});
const isSet = (parameter: string): CfnObject => ({ 'Fn::Not': [equals(parameter, '')] });
const all = (...conditions: readonly CfnValue[]): CfnObject => ({ 'Fn::And': conditions });
const condition = (name: string): CfnObject => ({ Condition: name });

export const ENVIRONMENT_CONDITIONS: CfnObject = {
  CreateALB: isSet('ALBWorkloads'),
  CreateInternalALB: isSet('InternalALBWorkloads'),
  DelegateDNS: isSet('AppDNSName'),
  ExportHTTPSListener: all(condition('CreateALB'), equals('CreateHTTPSListener', true)),
  ExportInternalHTTPSListener: all(
    condition('CreateInternalALB'),
    equals('CreateInternalHTTPSListener', true),
  ),
  CreateEFS: isSet('EFSWorkloads'),
  CreateNATGateways: isSet('NATWorkloads'),
  CreateAppRunnerVPCEndpoint: isSet('AppRunnerPrivateWorkloads'),
  ManagedAliases: all(condition('DelegateDNS'), isSet('Aliases'), condition('CreateALB')),
};
