import type { RenderContext } from '../../../../core/template/context.js';
import { aBackendService, aWebService, aWorkerService } from '../../../support/manifests.js';
import { someFacts } from '../../../support/render-context.js';
import { propertyOf, renderSource, valueAt } from '../../../support/render-source.js';

function renderMain(source = aBackendService(), over: Partial<RenderContext> = {}): unknown {
  return propertyOf(renderSource(source, over), 'TaskDefinition', 'ContainerDefinitions.0');
}

function variableOf(container: unknown, name: string): unknown {
  const variables = valueAt(container, 'Environment') as { Name: string; Value: unknown }[];
  return variables.find((variable) => variable.Name === name)?.Value;
}

describe('fields of the main container', () => {
  test.each<[string, string, string, unknown]>([
    ['words of a text follow shell rules', "command: sh -c 'a b'", 'Command', ['sh', '-c', 'a b']],
    ['words of a list stay texts', 'entrypoint: ["true", "5"]', 'EntryPoint', ['true', '5']],
    ['no words, no property', 'command: []', 'Command', undefined],
    ['health check off', '', 'HealthCheck', undefined],
    ['read-only root', 'storage: { readonly_fs: true }', 'ReadonlyRootFilesystem', true],
    [
      'a root that is said to be writable',
      'storage: { readonly_fs: false }',
      'ReadonlyRootFilesystem',
      false,
    ],
    [
      'mounts are read-only unless the manifest says otherwise',
      'storage: { volumes: { b: { path: /b, read_only: false }, a: { path: /a } } }',
      'MountPoints',
      [
        { ContainerPath: '/a', ReadOnly: true, SourceVolume: 'a' },
        { ContainerPath: '/b', ReadOnly: false, SourceVolume: 'b' },
      ],
    ],
    [
      'secrets in all three forms, by name',
      'secrets: { C: name, B: { secretsmanager: "db:key::" }, A: { from_cfn: Out } }',
      'Secrets',
      [
        { Name: 'A', ValueFrom: { 'Fn::ImportValue': 'Out' } },
        {
          Name: 'B',
          ValueFrom: {
            'Fn::Sub':
              'arn:${AWS::Partition}:secretsmanager:${AWS::Region}:${AWS::AccountId}:secret:db:key::',
          },
        },
        { Name: 'C', ValueFrom: 'name' },
      ],
    ],
  ])('%s', (_title, fields, path, expected) => {
    expect(valueAt(renderMain(aBackendService(fields)), path)).toEqual(expected);
  });

  test('one field of a health check brings the defaults of the others', () => {
    const source = aBackendService();
    const text = source.text.replace('image:\n', 'image:\n  healthcheck: { retries: 4 }\n');
    expect(valueAt(renderMain({ ...source, text }), 'HealthCheck')).toEqual({
      Command: ['CMD-SHELL', 'curl -f http://localhost/ || exit 1'],
      Interval: 10,
      Retries: 4,
      StartPeriod: 0,
      Timeout: 5,
    });
  });

  test('a backend without a port publishes none', () => {
    expect(valueAt(renderMain(), 'PortMappings')).toBeUndefined();
  });

  test('a web service names the port that Service Connect sends to', () => {
    expect(valueAt(renderMain(aWebService()), 'PortMappings')).toEqual([
      { ContainerPort: 80, Protocol: 'tcp', Name: 'target' },
    ]);
  });
});

describe('variables of the main container', () => {
  test('plain values and imports', () => {
    const container = renderMain(aBackendService('variables: { A: 80, B: { from_cfn: Out } }'));
    expect(variableOf(container, 'A')).toBe('80');
    expect(variableOf(container, 'B')).toEqual({ 'Fn::ImportValue': 'Out' });
  });

  test('published topics by name and ARN', () => {
    const fields = 'publish: { topics: [{ name: paid, fifo: true }, { name: open }] }';
    expect(variableOf(renderMain(aBackendService(fields)), 'COPILOT_SNS_TOPIC_ARNS')).toBe(
      '{"open":"arn:aws:sns:eu-west-1:111122223333:shop-test-api-open","paid.fifo":"arn:aws:sns:eu-west-1:111122223333:shop-test-api-paid.fifo"}',
    );
  });

  test.each([
    ['cn-north-1', 'arn:aws-cn:sns:'],
    ['us-gov-west-1', 'arn:aws-us-gov:sns:'],
    ['eu-west-1', 'arn:aws:sns:'],
  ])('topics of %s are in their partition', (region, prefix) => {
    const facts = someFacts({ environment: { region } });
    const fields = 'publish: { topics: [{ name: paid }] }';
    expect(
      variableOf(renderMain(aBackendService(fields), { facts }), 'COPILOT_SNS_TOPIC_ARNS'),
    ).toContain(prefix);
  });

  test('a worker finds its queues', () => {
    const fields = 'subscribe: { topics: [{ name: give-Dogs, service: front, queue: true }] }';
    const container = renderMain(aWorkerService(fields));
    expect(variableOf(container, 'COPILOT_QUEUE_URI')).toEqual({ Ref: 'EventsQueue' });
    expect(variableOf(container, 'COPILOT_TOPIC_QUEUE_URIS')).toEqual({
      'Fn::Sub': [
        '{"frontGivedogsEventsQueue":"${frontgiveDogsURL}"}',
        { frontgiveDogsURL: { Ref: 'frontgiveDogsEventsQueue' } },
      ],
    });
  });

  test('outputs of addons become variables, secrets and policies', () => {
    const outputs = [
      { name: 'MyTableName', kind: 'plain' },
      { name: 'DBSecret', kind: 'secret' },
      { name: 'Access', kind: 'managed-policy' },
      { name: 'DbGroup', kind: 'security-group' },
    ] as const;
    const addons = {
      template: {},
      parameters: {},
      outputs,
      assets: [],
      templateKey: 'k',
      faults: [],
    };
    const stack = renderSource(aBackendService(), { addons });
    const container = propertyOf(stack, 'TaskDefinition', 'ContainerDefinitions.0');
    const outputOf = (name: string) => ({ 'Fn::GetAtt': ['AddonsStack', `Outputs.${name}`] });
    expect(variableOf(container, 'MY_TABLE_NAME')).toEqual(outputOf('MyTableName'));
    expect(variableOf(container, 'DB_GROUP')).toEqual(outputOf('DbGroup'));
    expect(valueAt(container, 'Secrets')).toEqual([
      { Name: 'DB_SECRET', ValueFrom: outputOf('DBSecret') },
    ]);
    expect(propertyOf(stack, 'TaskRole', 'ManagedPolicyArns')).toEqual([outputOf('Access')]);
    expect(
      propertyOf(stack, 'Service', 'NetworkConfiguration.AwsvpcConfiguration.SecurityGroups.1'),
    ).toEqual(outputOf('DbGroup'));
  });
});
