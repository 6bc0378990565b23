import type { Parameter, Tag } from '@aws-sdk/client-cloudformation';
import { validationError } from '../../service-error.js';
import type { Engine } from '../engine.js';
import { parseConfiguration, requireText } from '../parse-configuration.js';
import type {
  RollbackConfiguration,
  StackConfiguration,
  StackRecord,
  Tags,
} from '../stack-records.js';
import { checkBody, checkRollbackConfiguration } from './request-checks.js';

/** What CreateStack, UpdateStack and CreateChangeSet have in common. */
export type ConfigurationInput = {
  readonly TemplateBody?: string | undefined;
  readonly TemplateURL?: string | undefined;
  readonly UsePreviousTemplate?: boolean | undefined;
  readonly Parameters?: Parameter[] | undefined;
  readonly Tags?: Tag[] | undefined;
  readonly Capabilities?: string[] | undefined;
  readonly NotificationARNs?: string[] | undefined;
  readonly RoleARN?: string | undefined;
  readonly RollbackConfiguration?: RollbackConfiguration | undefined;
};

function findText(
  engine: Engine,
  current: StackConfiguration | undefined,
  input: ConfigurationInput,
): string {
  checkBody(input.TemplateBody);
  if (input.TemplateBody !== undefined && input.TemplateURL !== undefined) {
    throw validationError('TemplateBody and TemplateURL cannot both be specified');
  }
  if (input.UsePreviousTemplate) return requireText(current?.templateText);
  return requireText(
    input.TemplateURL === undefined ? input.TemplateBody : engine.readTemplate(input.TemplateURL),
  );
}

const readTags = (tags: readonly Tag[]): Tags =>
  Object.fromEntries(tags.map(({ Key = '', Value = '' }) => [Key, Value]));

/**
 * What the request puts the stack to. Tags, role, capabilities and rollback configuration stay as they are where the
 * request does not name them; an empty list clears.
 */
export function configure(
  engine: Engine,
  stack: StackRecord | undefined,
  input: ConfigurationInput,
): StackConfiguration {
  const current = stack?.configuration;
  checkRollbackConfiguration(input.RollbackConfiguration);
  return parseConfiguration(engine, {
    text: findText(engine, current, input),
    parameters: input.Parameters ?? [],
    previous: current?.parameters ?? {},
    tags: input.Tags ? readTags(input.Tags) : (current?.tags ?? {}),
    capabilities: input.Capabilities ?? [],
    notificationArns: input.NotificationARNs ?? current?.notificationArns ?? [],
    roleArn: input.RoleARN ?? current?.roleArn,
    rollbackConfiguration: input.RollbackConfiguration ?? current?.rollbackConfiguration ?? {},
  });
}
