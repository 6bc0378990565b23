import {
  ACMClient,
  type CertificateDetail,
  DeleteCertificateCommand,
  DescribeCertificateCommand,
  ListCertificatesCommand,
  RequestCertificateCommand,
  ResourceNotFoundException,
} from '@aws-sdk/client-acm';
import { mockClient } from 'aws-sdk-client-mock';

export const acm = mockClient(ACMClient);

/** A certificate of these names; each name's validation record is the same in all certificates, as in ACM. */
export function aCertificate(
  arn: string,
  names: readonly string[],
  over: Partial<CertificateDetail> = {},
): CertificateDetail {
  return {
    CertificateArn: arn,
    DomainName: names[0],
    SubjectAlternativeNames: [...names],
    Status: 'ISSUED',
    InUseBy: [],
    DomainValidationOptions: names.map((name) => {
      const bare = name.replace(/^\*\./, '');
      return {
        DomainName: name,
        ValidationStatus: 'SUCCESS',
        ResourceRecord: { Name: `_proof.${bare}`, Type: 'CNAME', Value: `_of.${bare}` },
      };
    }),
    ...over,
  };
}

/** ACM with these certificates, giving `arn:new` to requests. Call it before each test. */
export function resetCertificates(...certificates: readonly CertificateDetail[]): void {
  acm.reset();
  acm.on(RequestCertificateCommand).resolves({ CertificateArn: 'arn:new' });
  acm.on(DescribeCertificateCommand).callsFake(({ CertificateArn: arn }) => {
    const found = certificates.find((certificate) => certificate.CertificateArn === arn);
    if (found) return { Certificate: found };
    throw new ResourceNotFoundException({ message: 'no such certificate', $metadata: {} });
  });
  acm.on(ListCertificatesCommand).resolves({
    CertificateSummaryList: certificates.map((certificate) => ({
      CertificateArn: certificate.CertificateArn,
      DomainName: certificate.DomainName,
      SubjectAlternativeNameSummaries: certificate.SubjectAlternativeNames,
    })),
  });
  acm.on(DeleteCertificateCommand).resolves({});
}

/** Inputs of the certificates that were asked for. */
export const requestsMade = () =>
  acm.commandCalls(RequestCertificateCommand).map(({ args: [{ input }] }) => input);

export const deletionsMade = () =>
  acm.commandCalls(DeleteCertificateCommand).map(({ args: [{ input }] }) => input.CertificateArn);
