import { ACMClient, DescribeCertificateCommand } from '@aws-sdk/client-acm';
import { mockClient } from 'aws-sdk-client-mock';
import {
  acm,
  acmOfCloudFront,
  findCertificates,
} from '../../../../functions/support/facts/certificates.js';

const mocked = mockClient(ACMClient);
beforeEach(() => mocked.reset());
beforeEach(() => {
  process.env.AWS_REGION = 'eu-west-1';
  process.env.ACCOUNT_ID = '111122223333';
});
afterEach(() => {
  process.env.AWS_REGION = 'us-east-1';
});

const OWN = 'arn:aws:acm:eu-west-1:111122223333:certificate/own';
const CDN = 'arn:aws:acm:us-east-1:111122223333:certificate/cdn';

describe('imported certificates', () => {
  test('tell their names, those of the CDN in the region that CloudFront has them', async () => {
    mocked.on(DescribeCertificateCommand, { CertificateArn: OWN }).resolves({
      Certificate: { SubjectAlternativeNames: ['example.com', '*.example.com'] },
    });
    mocked
      .on(DescribeCertificateCommand, { CertificateArn: CDN })
      .resolves({ Certificate: { SubjectAlternativeNames: ['www.example.com'] } });
    expect(await findCertificates([OWN, CDN])).toEqual({
      [OWN]: { domains: ['example.com', '*.example.com'] },
      [CDN]: { domains: ['www.example.com'] },
    });
    const clients = mocked
      .commandCalls(DescribeCertificateCommand)
      .map(({ thisValue }) => thisValue);
    expect(clients).toEqual([acm.home, acmOfCloudFront.home]);
    expect(await acmOfCloudFront.home.config.region()).toBe('us-east-1');
  });

  test('one that does not exist is for nothing; other trouble is trouble', async () => {
    const fail = (name: string) =>
      mocked.on(DescribeCertificateCommand).rejects(Object.assign(new Error(name), { name }));
    fail('ResourceNotFoundException');
    expect(await findCertificates([OWN])).toEqual({ [OWN]: { domains: [] } });
    fail('ThrottlingException');
    await expect(findCertificates([OWN])).rejects.toThrow('ThrottlingException');
  });
});
