import type { DescribeCertificateCommandInput } from '@aws-sdk/client-acm';
import { isDeleted, type StackStore } from '../cloudformation/stack-records.js';
import { createHandler } from '../operations.js';
import { ServiceError } from '../service-error.js';
import type { OperationHandler } from '../simulated-account.js';

function describeCertificate(
  stacks: StackStore,
  { CertificateArn = '' }: DescribeCertificateCommandInput,
) {
  const found = [...stacks.byId.values()]
    .filter((stack) => !isDeleted(stack))
    .flatMap((stack) => [...stack.resources.values()])
    .find(
      ({ type, physicalId }) =>
        type === 'AWS::CertificateManager::Certificate' && physicalId === CertificateArn,
    );
  if (!found) {
    const text = `Could not find certificate ${CertificateArn}.`;
    throw new ServiceError('ResourceNotFoundException', text);
  }
  const { DomainName = '', SubjectAlternativeNames: others } = found.properties;
  const names = Array.isArray(others) ? others : [];
  return {
    Certificate: {
      CertificateArn,
      DomainName,
      // ACM lists the domain name among them, whether the request did or not.
      SubjectAlternativeNames: [...new Set([DomainName, ...names])],
      Status: 'ISSUED',
    },
  };
}

/** Certificates are those of the stacks; all of them have been issued. */
export function createAcm(stacks: StackStore): OperationHandler {
  return createHandler('ACM', {
    DescribeCertificate: (input: DescribeCertificateCommandInput) =>
      describeCertificate(stacks, input),
  });
}
