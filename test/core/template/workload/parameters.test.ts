import { aBackendService, aWebService, aWorkerService } from '../../../support/manifests.js';
import { someFacts, someWorkspace } from '../../../support/render-context.js';
import { propertyOf, renderSource } from '../../../support/render-source.js';

describe('parameters that all ECS workloads have', () => {
  test('have the values of Copilot where the manifest says nothing', () => {
    expect(renderSource(aWorkerService()).parameters).toEqual({
      AppName: 'shop',
      EnvName: 'test',
      WorkloadName: 'api',
      ContainerImage: '',
      AddonsTemplateURL: '',
      ArtifactKeyARN: 'arn:aws:kms:eu-west-1:111122223333:key/artifacts',
      TaskCPU: '256',
      TaskMemory: '512',
      TaskCount: '1',
      LogRetention: '30',
      EnvFileARN: '',
    });
  });

  test('every parameter that is sent is declared, and the other way round', () => {
    const fields = 'sidecars: { a-b: { image: x } }\nlogging: { enableMetadata: true }';
    for (const source of [aWebService(fields), aBackendService(fields), aWorkerService(fields)]) {
      const { parameters, template } = renderSource(source);
      expect(Object.keys(parameters).sort()).toEqual(Object.keys(template.Parameters ?? {}).sort());
    }
  });

  test('a backend without a port says so', () => {
    expect(renderSource(aBackendService()).parameters).toMatchObject({
      ContainerPort: '-1',
      TargetContainer: 'api',
      TargetPort: '-1',
    });
  });

  test('traffic goes to the container that exposes the port', () => {
    const source = aWebService('sidecars: { proxy: { image: envoy, port: 8080 } }');
    const text = source.text.replace('http:\n', 'http:\n  target_port: 8080\n');
    expect(renderSource({ ...source, text }).parameters).toMatchObject({
      ContainerPort: '80',
      TargetContainer: 'proxy',
      TargetPort: '8080',
    });
  });
});

describe('files for the artifact bucket', () => {
  const workspace = someWorkspace({ 'api.env': 'A=b\n', 'log.env': 'C=d\n' });
  const fields = 'env_file: ./api.env\nlogging: { env_file: log.env }';

  test('env files are uploaded under their hash', () => {
    const stack = renderSource(aWorkerService(fields), { workspace });
    const [main] = stack.assets.filter(({ key }) => key.startsWith('manual/env-files/api.env/'));
    expect(main?.key).toMatch(/^manual\/env-files\/api\.env\/[0-9a-f]{64}\.env$/);
    expect(stack.parameters.EnvFileARN).toBe(`arn:aws:s3:::artifacts/${main?.key}`);
    expect(stack.parameters.LoggingEnvFileARN).toContain('manual/env-files/log.env/');
  });

  test('what is not uploaded is not pointed to', () => {
    const addons = {
      template: {},
      parameters: {},
      outputs: [],
      assets: [{ key: 'manual/addons/api/1.yml', body: new Uint8Array() }],
      templateKey: 'manual/addons/api/1.yml',
      faults: [],
    };
    const over = { workspace, addons };
    const packaged = renderSource(aWorkerService(fields), { ...over, uploadsAssets: false });
    expect(packaged.assets).toEqual([]);
    expect(packaged.parameters).toMatchObject({ EnvFileARN: '', AddonsTemplateURL: '' });
    const deployed = renderSource(aWorkerService(fields), over);
    expect(deployed.assets).toHaveLength(3);
    expect(deployed.parameters.AddonsTemplateURL).toBe(
      'https://artifacts.s3.eu-west-1.amazonaws.com/manual/addons/api/1.yml',
    );
  });

  test('parameters of addons are passed on beside the three that every addon has', () => {
    const addons = {
      template: {},
      parameters: { Queue: { Ref: 'EventsQueue' } },
      outputs: [],
      assets: [],
      templateKey: 'k',
      faults: [],
    };
    const stack = renderSource(aWorkerService(), { addons });
    expect(propertyOf(stack, 'AddonsStack', 'Parameters')).toEqual({
      App: { Ref: 'AppName' },
      Env: { Ref: 'EnvName' },
      Name: { Ref: 'WorkloadName' },
      Queue: { Ref: 'EventsQueue' },
    });
  });
});

describe('the stack around it', () => {
  test('has the name, the tags and the metadata of Copilot', () => {
    const facts = someFacts({ resourceTags: { team: 'a', 'copilot-service': 'mine' } });
    const stack = renderSource(aWorkerService(), { facts, manifestText: 'name: api\n' });
    expect(stack).toMatchObject({ kind: 'workload', name: 'api', stackName: 'shop-test-api' });
    expect(stack.tags).toEqual({
      'copilot-application': 'shop',
      'copilot-environment': 'test',
      'copilot-service': 'api',
      team: 'a',
    });
    expect(stack.template.Metadata).toEqual({ Version: 'v1.0.0', Manifest: 'name: api\n' });
  });

  test('a permissions boundary bounds every role', () => {
    const facts = someFacts({ application: { permissionsBoundary: 'Fence' } });
    const fields = 'count: { range: 1-2, cpu_percentage: 70 }\nnlb: { port: 81 }';
    const { Resources } = renderSource(aWebService(fields), { facts }).template;
    const roles = Object.values(Resources).filter(({ Type }) => Type === 'AWS::IAM::Role');
    expect(roles.length).toBeGreaterThan(2);
    for (const role of roles) {
      expect(role.Properties?.PermissionsBoundary).toEqual({
        'Fn::Sub': 'arn:${AWS::Partition}:iam::${AWS::AccountId}:policy/Fence',
      });
    }
  });

  test('depends_on and publishers of the workspace come before', () => {
    const workloads = [aWorkerService(), { ...aWebService(), name: 'shop' }];
    const fields =
      'depends_on: [mail]\nsubscribe: { topics: [{ name: a, service: shop }, { name: b, service: elsewhere }] }';
    const stack = renderSource(aWorkerService(fields), {
      workspace: { ...someWorkspace(), workloads },
    });
    expect(stack.after).toEqual(['mail', 'shop']);
  });
});
