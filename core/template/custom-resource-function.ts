import type { Resource } from './cloudformation.js';
import { getAtt } from './cloudformation.js';
import type { RenderContext } from './context.js';

/**
 * The custom resources that stay, by the name of their code. A logical id is not enough: `CustomDomainFunction` is
 * other code in an environment, in a Static Site and in a Request-Driven Web Service.
 */
export const CUSTOM_RESOURCE_NAMES = [
  'AppRunnerCustomDomainFunction',
  'BacklogPerTaskCalculatorFunction',
  'BucketCleanerFunction',
  'CertificateReplicatorFunction',
  'CertificateValidationFunction',
  'CustomDomainFunction',
  'DNSDelegationFunction',
  'NLBCertValidatorFunction',
  'NLBCustomDomainFunction',
  'TriggerStateMachineFunction',
  'UniqueJSONValuesFunction',
] as const;

export type CustomResourceName = (typeof CUSTOM_RESOURCE_NAMES)[number];

const CUSTOM_RESOURCE_RUNTIME = 'nodejs24.x';

export type FunctionOptions = {
  readonly code: CustomResourceName;
  /** Logical id of its role. */
  readonly role: string;
  readonly handler?: string;
  /** Seconds; 900 is the longest that Lambda allows. */
  readonly timeout?: number;
  readonly condition?: string;
};

/** Where code lies in the artifact bucket (Copilot's layout), by the SHA-256 of its zip. */
export function customResourceKey(name: CustomResourceName, hash: string): string {
  return `manual/scripts/custom-resources/${name.toLowerCase()}/${hash}.zip`;
}

/** `facts.customResources` says where the code was uploaded; without it the key names the function only. */
export function customResourceFunction(
  context: Pick<RenderContext, 'facts'>,
  options: FunctionOptions,
): Resource {
  const { facts } = context;
  const { code, role, handler, timeout, condition } = options;
  return {
    Type: 'AWS::Lambda::Function',
    ...(condition === undefined ? {} : { Condition: condition }),
    Properties: {
      Code: {
        S3Bucket: facts.environment?.artifactBucket ?? '',
        S3Key: facts.customResources?.[code] ?? customResourceKey(code, 'code'),
      },
      Handler: handler ?? 'index.handler',
      Timeout: timeout ?? 900,
      MemorySize: 512,
      Role: getAtt(role, 'Arn'),
      Runtime: CUSTOM_RESOURCE_RUNTIME,
    },
  };
}
