import { aBackendService, aJob } from '../../../support/manifests.js';
import { someFacts } from '../../../support/render-context.js';
import { propertyOf, renderSource, valueAt } from '../../../support/render-source.js';

function namesOf(fields: string): readonly unknown[] {
  const stack = renderSource(aBackendService(fields));
  const containers = propertyOf(stack, 'TaskDefinition', 'ContainerDefinitions');
  return (containers as { Name: unknown }[]).map(({ Name }) => Name);
}

function renderContainer(fields: string, name: string, over = {}): unknown {
  const stack = renderSource(aBackendService(fields), over);
  const containers = propertyOf(stack, 'TaskDefinition', 'ContainerDefinitions');
  return (containers as { Name: unknown }[]).find(({ Name }) => Name === name);
}

describe('containers beside the main one', () => {
  test('come in a fixed order: log router, collector, sidecars by name', () => {
    const fields = `
sidecars: { zeta: { image: z }, alpha: { image: a } }
observability: { tracing: awsxray }
logging: { destination: { Name: cloudwatch } }
`;
    expect(namesOf(fields)).toEqual([
      { Ref: 'WorkloadName' },
      'firelens_log_router',
      'aws-otel-collector',
      'alpha',
      'zeta',
    ]);
  });

  test('retention alone asks for no log router', () => {
    expect(namesOf('logging: { retention: 7 }')).toHaveLength(1);
  });

  test('another tracing vendor is ignored', () => {
    expect(namesOf('observability: { tracing: zipkin }')).toHaveLength(1);
  });

  test('a job has no tracing', () => {
    const stack = renderSource(aJob('on: { schedule: "@daily" }'));
    expect(propertyOf(stack, 'TaskDefinition', 'ContainerDefinitions')).toHaveLength(1);
  });

  test('the log router takes metadata, a file of its own, variables and secrets', () => {
    const fields = `
logging:
  enableMetadata: false
  configFilePath: /extra.conf
  variables: { A: b }
  secrets: { S: name }
`;
    const router = renderContainer(fields, 'firelens_log_router');
    expect(valueAt(router, 'FirelensConfiguration')).toEqual({
      Type: 'fluentbit',
      Options: {
        'enable-ecs-log-metadata': 'false',
        'config-file-type': 'file',
        'config-file-value': '/extra.conf',
      },
    });
    expect(valueAt(router, 'Secrets')).toEqual([{ Name: 'S', ValueFrom: 'name' }]);
    expect(valueAt(router, 'Environment')).toContainEqual({ Name: 'A', Value: 'b' });
  });

  test('the main container logs to the router', () => {
    const fields = 'logging: { destination: { Name: x, a: "1" }, secretOptions: { K: v } }';
    const stack = renderSource(aBackendService(fields));
    expect(propertyOf(stack, 'TaskDefinition', 'ContainerDefinitions.0.LogConfiguration')).toEqual({
      LogDriver: 'awsfirelens',
      Options: { Name: 'x', a: '1' },
      SecretOptions: [{ Name: 'K', ValueFrom: 'v' }],
    });
  });

  test('a sidecar has port, essential, dependencies and mounts', () => {
    const fields = `
sidecars:
  proxy:
    image: envoy
    port: 9000/udp
    essential: false
    depends_on: { api: healthy }
    mount_points: [{ source_volume: data, path: /data }]
    labels: { a: b }
    credentialsParameter: arn:secret
`;
    expect(renderContainer(fields, 'proxy')).toMatchObject({
      Essential: false,
      PortMappings: [{ ContainerPort: 9000, Protocol: 'udp' }],
      DependsOn: [{ Condition: 'HEALTHY', ContainerName: 'api' }],
      MountPoints: [{ ContainerPath: '/data', ReadOnly: true, SourceVolume: 'data' }],
      DockerLabels: { a: 'b' },
      RepositoryCredentials: { CredentialsParameter: 'arn:secret' },
    });
  });
});

describe('image of a sidecar', () => {
  const built = 'sidecars: { my-proxy: { image: { build: proxy/Dockerfile } } }';
  const located = 'sidecars: { my-proxy: { image: { location: "envoy:1" } } }';
  const repository = 'repo';

  test.each<[string, string, object | undefined, string]>([
    ['by tag, which begins with its name', built, { repository, tag: 'v1' }, 'repo:my-proxy-v1'],
    ['by tag before digest', built, { repository, tag: 'v1', digest: 'd' }, 'repo:my-proxy-v1'],
    ['by digest', built, { repository, digest: 'sha256:d' }, 'repo@sha256:d'],
    ['by the latest tag', built, { repository }, 'repo:my-proxy-latest'],
    ['not yet built', built, undefined, ''],
    ['a location wins over a pushed image', located, { repository, tag: 'v1' }, 'envoy:1'],
  ])('%s', (_title, fields, image, expected) => {
    const facts = someFacts(
      image ? { images: { 'my-proxy': image as { repository: string } } } : {},
    );
    expect(renderContainer(fields, 'my-proxy', { facts })).toMatchObject({ Image: expected });
  });

  test('images of a workload win over images by container', () => {
    const facts = someFacts({
      images: { 'my-proxy': { repository: 'other' } },
      workloadImages: { api: { 'my-proxy': { repository, digest: 'sha256:d' } } },
    });
    expect(renderContainer(built, 'my-proxy', { facts })).toMatchObject({
      Image: 'repo@sha256:d',
    });
  });

  test('the stack lists its images with the digests that are known', () => {
    const facts = someFacts({
      workloadImages: {
        api: {
          api: { repository: 'main', tag: 't', digest: 'sha256:m' },
          'my-proxy': { repository, digest: 'sha256:d' },
        },
      },
    });
    expect(renderSource(aBackendService(built), { facts }).images).toEqual([
      'main@sha256:m',
      'repo@sha256:d',
    ]);
  });
});
