import {
  AppRunnerClient,
  AssociateCustomDomainCommand,
  type CustomDomain,
  DescribeCustomDomainsCommand,
  DisassociateCustomDomainCommand,
} from '@aws-sdk/client-apprunner';
import { mockClient } from 'aws-sdk-client-mock';
import { handler } from '../../../functions/custom-resources/app-runner-custom-domain.js';
import { aCreation, aDeletion, answerOf } from '../../support/custom-resource-events.js';
import { changesMade, resetDns } from '../../support/dns-mock.js';

const appRunner = mockClient(AppRunnerClient);

const PROPERTIES = {
  ServiceARN: 'arn:service',
  CustomDomain: 'page.example.com',
  AppDNSRole: 'arn:aws:iam::111122223333:role/shop-DNSDelegationRole',
  AppDNSName: 'example.com',
};
const PROOFS = ['_1', '_2', '_3'].map((label) => ({
  Name: `${label}.page.example.com`,
  Value: `${label}.acm`,
  Type: 'CNAME',
}));
const aDomain = (over: Partial<CustomDomain> = {}): CustomDomain => ({
  DomainName: 'page.example.com',
  EnableWWWSubdomain: false,
  Status: 'PENDING_CERTIFICATE_DNS_VALIDATION',
  CertificateValidationRecords: PROOFS,
  ...over,
});
const described = (...CustomDomains: CustomDomain[]) => ({
  DNSTarget: 'abc.awsapprunner.com',
  ServiceArn: 'arn:service',
  CustomDomains,
  VpcDNSTargets: [],
});
const DISASSOCIATED = {
  DNSTarget: 'abc.awsapprunner.com',
  ServiceArn: 'arn:service',
  CustomDomain: aDomain(),
  VpcDNSTargets: [],
};
const WRITTEN = [
  'ZROOT CNAME _1.page.example.com -> _1.acm',
  'ZROOT CNAME _2.page.example.com -> _2.acm',
  'ZROOT CNAME _3.page.example.com -> _3.acm',
  'ZROOT CNAME page.example.com -> abc.awsapprunner.com',
];

beforeEach(() => {
  resetDns();
  appRunner.reset();
  appRunner.on(AssociateCustomDomainCommand).resolves({});
});

test('a creation associates the domain and writes its record and its proofs', async () => {
  appRunner
    .on(DescribeCustomDomainsCommand)
    .resolvesOnce(described())
    .resolvesOnce(described(aDomain({ Status: 'CREATING', CertificateValidationRecords: [] })))
    .resolves(described(aDomain()));
  expect(await answerOf(handler, aCreation(PROPERTIES))).toMatchObject({
    Status: 'SUCCESS',
    PhysicalResourceId: '/associate-domain-app-runner/page.example.com',
  });
  expect(changesMade()).toEqual(WRITTEN.map((change) => `UPSERT ${change}`));
});

test('a domain that the service has already is not associated again', async () => {
  appRunner.on(DescribeCustomDomainsCommand).resolves(described(aDomain({ Status: 'ACTIVE' })));
  expect((await answerOf(handler, aCreation(PROPERTIES))).Status).toBe('SUCCESS');
  expect(appRunner.commandCalls(AssociateCustomDomainCommand)).toHaveLength(0);
});

test('statuses in small letters are understood as well', async () => {
  const status = 'active' as CustomDomain['Status'];
  appRunner.on(DescribeCustomDomainsCommand).resolves(described(aDomain({ Status: status })));
  expect((await answerOf(handler, aCreation(PROPERTIES))).Status).toBe('SUCCESS');
});

test('a domain on a later page of the list is found', async () => {
  appRunner
    .on(DescribeCustomDomainsCommand)
    .resolves({ ...described(aDomain({ DomainName: 'other' })), NextToken: 'more' })
    .on(DescribeCustomDomainsCommand, { NextToken: 'more' })
    .resolves(described(aDomain()));
  expect((await answerOf(handler, aCreation(PROPERTIES))).Status).toBe('SUCCESS');
});

test('a domain of another service is refused', async () => {
  appRunner.on(DescribeCustomDomainsCommand).resolves(described());
  appRunner
    .on(AssociateCustomDomainCommand)
    .rejects(new Error('page.example.com is already associated with another service'));
  expect(await answerOf(handler, aCreation(PROPERTIES))).toMatchObject({
    Status: 'FAILED',
    Reason: expect.stringContaining('already associated with another service'),
  });
  expect(changesMade()).toEqual([]);
});

test('proofs that never come are told with the status', async () => {
  appRunner
    .on(DescribeCustomDomainsCommand)
    .resolves(described(aDomain({ Status: 'CREATING', CertificateValidationRecords: [] })));
  expect(await answerOf(handler, aCreation(PROPERTIES))).toMatchObject({
    Status: 'FAILED',
    Reason: expect.stringContaining('its status is CREATING'),
  });
});

test('a deletion disassociates the domain, removes its records, and waits until it is gone', async () => {
  appRunner.on(DisassociateCustomDomainCommand).resolves(DISASSOCIATED);
  appRunner
    .on(DescribeCustomDomainsCommand)
    .resolvesOnce(described(aDomain({ Status: 'DELETING' })))
    .resolves(described());
  expect((await answerOf(handler, aDeletion(PROPERTIES))).Status).toBe('SUCCESS');
  expect(changesMade()).toEqual(WRITTEN.map((change) => `DELETE ${change}`));
});

test('a deletion that App Runner gives up is told', async () => {
  appRunner.on(DisassociateCustomDomainCommand).resolves(DISASSOCIATED);
  appRunner
    .on(DescribeCustomDomainsCommand)
    .resolves(described(aDomain({ Status: 'DELETE_FAILED' })));
  expect(await answerOf(handler, aDeletion(PROPERTIES))).toMatchObject({
    Status: 'FAILED',
    Reason: expect.stringContaining('DELETE_FAILED'),
  });
});

test.each([
  ['service', Object.assign(new Error('gone'), { name: 'ResourceNotFoundException' })],
  ['domain', new Error('No custom domain page.example.com found for the provided service')],
])('a deletion succeeds where the %s is gone', async (_, error) => {
  appRunner.on(DisassociateCustomDomainCommand).rejects(error);
  expect((await answerOf(handler, aDeletion(PROPERTIES))).Status).toBe('SUCCESS');
  expect(changesMade()).toEqual([]);
});
