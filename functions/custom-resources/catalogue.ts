import type { CustomResourceName } from '../../core/template/custom-resource-function.js';

export type CustomResourceCode = {
  /** Entry file, relative to this folder. The bundle is `index.js`, or `index.mjs`, at the root of a zip. */
  readonly entry: string;
  /** What the entry exports for Lambda; templates name it as `index.<export>`. */
  readonly handler: string;
};

/**
 * Code of the custom resources, by the name under which templates ask for it (`facts.customResources`: name -> object
 * key). It is uploaded to `manual/scripts/custom-resources/<name in lower case>/<SHA-256 of the zip>.zip`.
 */
export const CUSTOM_RESOURCES: { readonly [name in CustomResourceName]: CustomResourceCode } = {
  AppRunnerCustomDomainFunction: { entry: 'app-runner-custom-domain.ts', handler: 'handler' },
  BacklogPerTaskCalculatorFunction: { entry: 'backlog-per-task-calculator.ts', handler: 'handler' },
  BucketCleanerFunction: { entry: 'bucket-cleaner.ts', handler: 'handler' },
  CertificateReplicatorFunction: {
    entry: 'certificate-replicator.ts',
    handler: 'certificateReplicateHandler',
  },
  CertificateValidationFunction: {
    entry: 'certificate-validation.ts',
    handler: 'certificateRequestHandler',
  },
  CustomDomainFunction: { entry: 'custom-domain.ts', handler: 'handler' },
  DNSDelegationFunction: { entry: 'dns-delegation.ts', handler: 'domainDelegationHandler' },
  NLBCertValidatorFunction: { entry: 'workload-certificate.ts', handler: 'handler' },
  NLBCustomDomainFunction: { entry: 'workload-custom-domain.ts', handler: 'handler' },
  TriggerStateMachineFunction: { entry: 'trigger-state-machine.ts', handler: 'handler' },
  UniqueJSONValuesFunction: { entry: 'unique-json-values.ts', handler: 'handler' },
};
