import type { Resource } from '../cloudformation.js';
import { describeResource } from '../description.js';
import { policyDocument } from '../iam.js';
import { accountRoots } from './artifact-bucket.js';

/** Logical ids have no dashes; workload names have no capitals, so the way back is sure. */
export function repositoryLogicalId(workload: string): string {
  return `ECRRepo${workload.replaceAll('-', 'DASH')}`;
}

export function renderRepository(
  application: string,
  workload: string,
  accounts: readonly string[],
): Resource {
  return describeResource(`A repository for the images of ${workload}`, {
    Type: 'AWS::ECR::Repository',
    Properties: {
      RepositoryName: `${application}/${workload}`,
      Tags: [{ Key: 'copilot-service', Value: workload }],
      RepositoryPolicyText: policyDocument([
        {
          sid: 'AllowPushPull',
          principal: { AWS: accountRoots(accounts) },
          actions: [
            'ecr:GetDownloadUrlForLayer',
            'ecr:BatchGetImage',
            'ecr:BatchCheckLayerAvailability',
            'ecr:PutImage',
            'ecr:InitiateLayerUpload',
            'ecr:UploadLayerPart',
            'ecr:CompleteLayerUpload',
          ],
        },
      ]),
    },
  });
}
