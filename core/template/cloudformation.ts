/** A value inside a template: plain JSON, intrinsic functions in their long form (`{ Ref: … }`, `{ 'Fn::Sub': … }`). */
export type CfnValue =
  | string
  | number
  | boolean
  | null
  | readonly CfnValue[]
  | { readonly [key: string]: CfnValue };

export type CfnObject = { readonly [key: string]: CfnValue };

export type Resource = {
  readonly Type: string;
  readonly Properties?: CfnObject;
  readonly DependsOn?: string | readonly string[];
  readonly Condition?: string;
  readonly DeletionPolicy?: string;
  readonly UpdateReplacePolicy?: string;
  readonly UpdatePolicy?: CfnObject;
  readonly Metadata?: CfnObject;
};

export type Parameter = {
  readonly Type: string;
  readonly Default?: string | number;
  readonly AllowedValues?: readonly (string | number | boolean)[];
  readonly Description?: string;
  readonly NoEcho?: boolean;
};

export type Output = {
  readonly Value: CfnValue;
  readonly Description?: string;
  readonly Condition?: string;
  readonly Export?: { readonly Name: CfnValue };
};

export type Template = {
  readonly AWSTemplateFormatVersion?: string;
  readonly Description?: string;
  readonly Metadata?: CfnObject;
  readonly Transform?: string | readonly string[];
  readonly Parameters?: { readonly [name: string]: Parameter };
  readonly Mappings?: CfnObject;
  readonly Conditions?: CfnObject;
  readonly Resources: { readonly [logicalId: string]: Resource };
  readonly Outputs?: { readonly [name: string]: Output };
};

export const NO_VALUE: CfnValue = { Ref: 'AWS::NoValue' };

export const ref = (logicalId: string): CfnValue => ({ Ref: logicalId });
export const getAtt = (logicalId: string, attribute: string): CfnValue => ({
  'Fn::GetAtt': [logicalId, attribute],
});
export const sub = (text: string, variables?: CfnObject): CfnValue =>
  variables ? { 'Fn::Sub': [text, variables] } : { 'Fn::Sub': text };
export const importValue = (name: CfnValue): CfnValue => ({ 'Fn::ImportValue': name });
export const when = (condition: string, yes: CfnValue, no: CfnValue = NO_VALUE): CfnValue => ({
  'Fn::If': [condition, yes, no],
});
export const join = (separator: string, parts: readonly CfnValue[]): CfnValue => ({
  'Fn::Join': [separator, parts],
});
export const select = (index: number, list: CfnValue): CfnValue => ({
  'Fn::Select': [index, list],
});
export const split = (separator: string, text: CfnValue): CfnValue => ({
  'Fn::Split': [separator, text],
});
