import type { Parameter as SdkParameter } from '@aws-sdk/client-cloudformation';
import type { Template } from '../../../core/template/cloudformation.js';
import { validationError } from '../service-error.js';
import type { Engine } from './engine.js';
import { evaluate } from './intrinsic-functions.js';
import { resolveParameters } from './parameters.js';
import type { StackConfiguration } from './stack-records.js';
import { createScope, findPresent } from './stack-scope.js';
import { parseTemplate } from './template-text.js';
import { validateReferences, validateTemplate } from './validate-template.js';

export type ConfigurationRequest = Omit<
  StackConfiguration,
  'template' | 'templateText' | 'parameters' | 'resolvedParameters'
> & {
  readonly text: string;
  readonly parameters: readonly SdkParameter[];
  /** Values of the stack as it is. */
  readonly previous: { readonly [name: string]: string };
};

/** Templates of the last requests: the same text is sent for a change set, its execution and its rollback. */
const parsed = new Map<string, Template>();
const CACHE_SIZE = 500;

function parseOnce(text: string): Template {
  const known = parsed.get(text);
  if (known) return known;
  const template = parseTemplate(text);
  validateTemplate(template);
  if (parsed.size >= CACHE_SIZE) parsed.clear();
  parsed.set(text, template);
  return template;
}

/** A request's template and parameters, checked as CloudFormation checks them before it answers. */
export function parseConfiguration(
  engine: Engine,
  request: ConfigurationRequest,
): StackConfiguration {
  const { text, parameters, previous, ...rest } = request;
  const template = parseOnce(text);
  const values = resolveParameters(template, parameters, previous, engine.lookups.findSsm);
  const configuration = { ...rest, ...values, template, templateText: text };
  const nowhere = { id: 'arn:aws:cloudformation:none', name: 'none' };
  const scope = createScope(engine.lookups, nowhere, configuration, 'plan', () => undefined);
  const present = findPresent(template, scope.isTrue);
  validateReferences(template, (id) => present.has(id), scope.isTrue);
  // Once over everything, for the mistakes of functions that need no running stack.
  for (const id of present) evaluate(scope, template.Resources[id]?.Properties ?? {});
  return configuration;
}

const IAM_TYPE =
  /^AWS::IAM::(AccessKey|Group|InstanceProfile|ManagedPolicy|Policy|Role|User|UserToGroupAddition)$/;
const IAM_NAMES = ['GroupName', 'InstanceProfileName', 'ManagedPolicyName', 'RoleName', 'UserName'];

/** The capability that the template needs and the request does not bring, or undefined. */
export function findMissingCapability(
  template: Template,
  given: readonly string[],
): string | undefined {
  const iam = Object.values(template.Resources).filter(({ Type }) => IAM_TYPE.test(Type));
  if (iam.length === 0) return undefined;
  const isNamed = iam.some(({ Properties = {}, Type }) =>
    IAM_NAMES.some((name) => name in Properties && Type !== 'AWS::IAM::UserToGroupAddition'),
  );
  if (given.includes('CAPABILITY_NAMED_IAM')) return undefined;
  if (isNamed) return 'CAPABILITY_NAMED_IAM';
  return given.includes('CAPABILITY_IAM') ? undefined : 'CAPABILITY_IAM';
}

export function requireText(text: string | undefined): string {
  if (text === undefined)
    throw validationError('Either Template URL or Template Body must be specified.');
  return text;
}
