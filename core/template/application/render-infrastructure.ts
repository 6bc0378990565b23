import type { Template } from '../cloudformation.js';
import { getAtt, ref } from '../cloudformation.js';
import { type ApplicationStack, renderApplicationTags } from './application-stack.js';
import { renderArtifactBucket } from './artifact-bucket.js';
import { renderRepository, repositoryLogicalId } from './repository.js';

export type ApplicationWorkload = { readonly name: string; readonly withRepository: boolean };

export type ApplicationInfrastructureInput = {
  readonly application: string;
  /** Accounts of environments, beside the application's own. */
  readonly accounts: readonly string[];
  readonly workloads: readonly ApplicationWorkload[];
  /** Counted up with each change: also the id of the StackSet operation, so that two changes cannot meet. */
  readonly version: number;
  readonly templateVersion: string;
  readonly resourceTags?: { readonly [name: string]: string };
};

/** The StackSet `<app>-infrastructure`, once per region: KMS key, artifact bucket, image repositories. */
export function renderApplicationInfrastructure(
  input: ApplicationInfrastructureInput,
): ApplicationStack {
  const accounts = [...input.accounts].sort();
  const workloads = [...input.workloads].sort((a, b) => (a.name < b.name ? -1 : 1));
  const withRepository = workloads.filter((workload) => workload.withRepository);
  const { application, version, templateVersion } = input;
  return {
    stackName: `${application}-infrastructure`,
    template: {
      AWSTemplateFormatVersion: '2010-09-09',
      Description:
        'What the application has in each region: KMS key, artifact bucket, repositories.',
      Metadata: {
        TemplateVersion: templateVersion,
        Version: version,
        Workloads: workloads.map(({ name, withRepository: has }) => ({ Name: name, WithECR: has })),
        Accounts: accounts,
        // The list of workloads before Copilot v1.2.0: a text in its place makes so old a version stop.
        Services: 'See #5140',
      },
      Resources: {
        ...renderArtifactBucket(accounts),
        ...Object.fromEntries(
          withRepository.map(({ name }) => [
            repositoryLogicalId(name),
            renderRepository(application, name, accounts),
          ]),
        ),
      },
      Outputs: renderOutputs(
        input,
        withRepository.map(({ name }) => name),
      ),
    },
    parameters: {},
    tags: renderApplicationTags(application, input.resourceTags),
  };
}

function renderOutputs(
  { application, version, templateVersion }: ApplicationInfrastructureInput,
  repositories: readonly string[],
): NonNullable<Template['Outputs']> {
  return {
    KMSKeyARN: {
      Description: 'The key that encrypts artifacts.',
      Value: getAtt('KMSKey', 'Arn'),
      Export: { Name: `${application}-ArtifactKey` },
    },
    PipelineBucket: {
      Description: 'The bucket for artifacts.',
      Value: ref('PipelineBuiltArtifactBucket'),
    },
    ...Object.fromEntries(
      repositories.map((name) => [
        repositoryLogicalId(name),
        {
          Description: `The repository of the images of ${name}.`,
          Value: getAtt(repositoryLogicalId(name), 'Arn'),
        },
      ]),
    ),
    TemplateVersion: {
      Description: 'Makes another version of the template a change of the stack.',
      Value: templateVersion,
    },
    // A StackSet operation that changes nothing in an instance would never be seen to end.
    StackSetOpId: {
      Description: 'Makes each operation a change of every instance.',
      Value: String(version),
    },
  };
}
