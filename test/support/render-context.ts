import { Facts } from '../../core/facts/facts.js';
import type { RenderContext } from '../../core/template/context.js';
import type { Workspace } from '../../core/workspace/workspace.js';

export const ARTIFACT_KEY = 'arn:aws:kms:eu-west-1:111122223333:key/artifacts';

/** Facts of the application `shop` and its environment `test`; `over` replaces parts of either. */
export function someFacts(
  over: Omit<Partial<Facts>, 'application' | 'environment'> & {
    readonly application?: Partial<Facts['application']>;
    readonly environment?: Partial<NonNullable<Facts['environment']>>;
  } = {},
): Facts {
  return Facts.parse({
    templateVersion: 'v1.0.0',
    ...over,
    application: { name: 'shop', accountId: '111122223333', ...over.application },
    environment: {
      name: 'test',
      accountId: '111122223333',
      region: 'eu-west-1',
      serviceDiscoveryEndpoint: 'test.shop.local',
      artifactBucket: 'artifacts',
      artifactKeyArn: ARTIFACT_KEY,
      ...over.environment,
    },
  });
}

export function someWorkspace(files: { readonly [path: string]: string } = {}): Workspace {
  return {
    application: 'shop',
    workloads: [],
    environments: [],
    environmentAddons: [],
    leftOut: [],
    sharedEnvironmentAddons: undefined,
    pipelines: [],
    workloadAddons: new Map(),
    patches: new Map(),
    cdkOverrides: new Map(),
    files: new Map(
      Object.entries(files).map(([path, text]) => [path, new TextEncoder().encode(text)]),
    ),
  };
}

/** What a renderer gets beside its manifest: no features in use, everything uploaded. */
export function aRenderContext(over: Partial<RenderContext> = {}): RenderContext {
  return {
    facts: someFacts(),
    application: 'shop',
    environment: 'test',
    file: 'copilot/thing/manifest.yml',
    manifestText: 'name: thing\n',
    workspace: someWorkspace(),
    traits: {
      publicCertificates: [],
      privateCertificates: [],
      cdnEnabled: false,
      cdnTerminatesTls: false,
      cdnCertificate: undefined,
      importsVpc: false,
    },
    uploadsAssets: true,
    environmentParameters: {
      ALBWorkloads: '',
      InternalALBWorkloads: '',
      EFSWorkloads: '',
      NATWorkloads: '',
      AppRunnerPrivateWorkloads: '',
      Aliases: '',
    },
    ...over,
  };
}
