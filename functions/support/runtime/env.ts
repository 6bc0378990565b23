import { AutolandError } from '../../../core/errors.js';

/** Names of the environment variables that infra sets and functions read; nothing else reads `process.env`. */
export const ENV = {
  region: 'AWS_REGION',
  table: 'TABLE_NAME',
  accountId: 'ACCOUNT_ID',
  /** Stack operations that may be under way at once in one account and region. */
  operationsAtOnce: 'OPERATIONS_AT_ONCE',
  artifactBucket: 'ARTIFACT_BUCKET',
  artifactKeyArn: 'ARTIFACT_KEY_ARN',
  /** Folder with the code of the custom resources, as infra/bundling/custom-resources.ts writes it. */
  customResourceFolder: 'CUSTOM_RESOURCE_FOLDER',
  /** Name of the function that checks a workspace before it is accepted. */
  checkWorkspaceFunction: 'CHECK_WORKSPACE_FUNCTION',
  releaseStateMachineArn: 'RELEASE_STATE_MACHINE_ARN',
  rollbackStateMachineArn: 'ROLLBACK_STATE_MACHINE_ARN',
  planStateMachineArn: 'PLAN_STATE_MACHINE_ARN',
  /** Name of Autoland's own EventBridge bus. */
  eventBus: 'EVENT_BUS_NAME',
  deleteStateMachineArn: 'DELETE_STATE_MACHINE_ARN',
  /** JSON list of the token subjects that may use the API; set where an OIDC issuer is configured. */
  jwtSubjects: 'JWT_SUBJECTS',
} as const;

/** The value of an environment variable that must be there. */
export function requireEnv(name: string): string {
  const value = process.env[name];
  if (!value) throw new AutolandError('InputInvalid', `environment variable ${name} is not set`);
  return value;
}
