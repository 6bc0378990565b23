import { renderApplicationInfrastructure } from '../../../../core/template/application/render-infrastructure.js';
import { renderApplicationRoles } from '../../../../core/template/application/render-roles.js';
import { checkTemplate } from '../../../support/resource-schema.js';

const ROLES = {
  application: 'shop',
  accountId: '111122223333',
  delegatedAccounts: ['444455556666', '111122223333'],
  templateVersion: 'v1.2.0',
} as const;
const INFRASTRUCTURE = {
  application: 'shop',
  accounts: ['444455556666', '111122223333'],
  workloads: [
    { name: 'front-end', withRepository: true },
    { name: 'docs', withRepository: false },
    { name: 'api', withRepository: true },
  ],
  version: 7,
  templateVersion: 'v1.2.0',
} as const;

describe('the stack of the roles', () => {
  test('names its roles by the application and each delegated account once', () => {
    const { stackName, parameters } = renderApplicationRoles(ROLES);
    expect(stackName).toBe('shop-infrastructure-roles');
    expect(parameters).toEqual({
      AdminRoleName: 'shop-adminrole',
      ExecutionRoleName: 'shop-executionrole',
      DNSDelegationRoleName: 'shop-DNSDelegationRole',
      AppDNSDelegatedAccounts: '444455556666,111122223333',
      AppDomainName: '',
      AppDomainHostedZoneID: '',
      AppName: 'shop',
    });
  });

  test('a domain and its zone are parameters, everything of it under one condition', () => {
    const stack = renderApplicationRoles({
      ...ROLES,
      domain: 'shop.example',
      domainHostedZoneId: 'Z1',
    });
    expect(stack.parameters).toMatchObject({
      AppDomainName: 'shop.example',
      AppDomainHostedZoneID: 'Z1',
    });
    const conditional = Object.entries(stack.template.Resources).flatMap(([id, { Condition }]) =>
      Condition === 'DelegateDNS' ? [id] : [],
    );
    expect(conditional).toEqual([
      'DNSDelegationRole',
      'AppHostedZone',
      'AppDomainDelegationRecordSet',
    ]);
  });

  test('a boundary bounds all three roles', () => {
    const { Resources } = renderApplicationRoles({
      ...ROLES,
      permissionsBoundary: 'limit',
    }).template;
    const roles = Object.values(Resources).filter(({ Type }) => Type === 'AWS::IAM::Role');
    expect(roles).toHaveLength(3);
    expect(roles.every((role) => role.Properties?.PermissionsBoundary !== undefined)).toBe(true);
  });

  test('fits the schemas of AWS', () => {
    expect(checkTemplate(renderApplicationRoles(ROLES).template)).toEqual([]);
  });
});

describe('the stack of a region', () => {
  const { template, stackName } = renderApplicationInfrastructure(INFRASTRUCTURE);

  test('has a repository for each workload with images, under an id without dashes', () => {
    expect(stackName).toBe('shop-infrastructure');
    expect(template.Resources.ECRRepofrontDASHend?.Properties?.RepositoryName).toBe(
      'shop/front-end',
    );
    expect(template.Resources).toHaveProperty('ECRRepoapi');
    expect(template.Resources).not.toHaveProperty('ECRRepodocs');
  });

  test('exports its key, and gives bucket and repositories as outputs', () => {
    expect(template.Outputs?.KMSKeyARN?.Export).toEqual({ Name: 'shop-ArtifactKey' });
    expect(Object.keys(template.Outputs ?? {})).toEqual([
      'KMSKeyARN',
      'PipelineBucket',
      'ECRRepoapi',
      'ECRRepofrontDASHend',
      'TemplateVersion',
      'StackSetOpId',
    ]);
  });

  test('says in its metadata what it is made from, so that the next change can be made from it', () => {
    expect(template.Metadata).toMatchObject({
      Version: 7,
      Accounts: ['111122223333', '444455556666'],
      Workloads: [
        { Name: 'api', WithECR: true },
        { Name: 'docs', WithECR: false },
        { Name: 'front-end', WithECR: true },
      ],
    });
  });

  test('does not depend on the order in which workloads and accounts are given', () => {
    const reversed = renderApplicationInfrastructure({
      ...INFRASTRUCTURE,
      accounts: [...INFRASTRUCTURE.accounts].reverse(),
      workloads: [...INFRASTRUCTURE.workloads].reverse(),
    });
    expect(JSON.stringify(reversed.template)).toBe(JSON.stringify(template));
  });

  test('fits the schemas of AWS', () => {
    expect(checkTemplate(template)).toEqual([]);
  });
});
