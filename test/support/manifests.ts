import type { Issue } from '../../core/issues.js';
import { parseEnvironment } from '../../core/manifest/parse-environment.js';
import type { ManifestInput, ManifestResult } from '../../core/manifest/parse-manifest.js';
import { parseWorkload } from '../../core/manifest/parse-workload.js';
import type { Environment } from '../../core/manifest/schema/environment.js';
import type { WorkloadManifest } from '../../core/manifest/schema/workload.js';
import {
  WORKLOAD_TYPES,
  type WorkloadSource,
  type WorkspaceFiles,
} from '../../core/workspace/workspace.js';

/** A manifest as a workload source; the type is the one in the text. */
export function aWorkload(text: string, name = 'api'): WorkloadSource {
  const type = WORKLOAD_TYPES.find((known) => text.includes(`type: ${known}`)) ?? 'Backend Service';
  return { name, type, text, file: `copilot/${name}/manifest.yml` };
}

/** Fields in YAML below the head of a Load Balanced Web Service that is complete without them. */
export function aWebService(fields = '', head = { image: true, http: true }): WorkloadSource {
  const lines = ['name: api', 'type: Load Balanced Web Service'];
  if (head.image) lines.push('image:', '  build: api/Dockerfile', '  port: 80');
  if (head.http) lines.push('http:', '  path: /');
  return aWorkload(`${lines.join('\n')}\n${fields}`);
}

/** A Backend Service that is complete without further fields. */
export function aBackendService(fields = ''): WorkloadSource {
  return aWorkload(`name: api\ntype: Backend Service\nimage:\n  build: api/Dockerfile\n${fields}`);
}

/** A Worker Service that is complete without further fields. */
export function aWorkerService(fields = ''): WorkloadSource {
  return aWorkload(`name: api\ntype: Worker Service\nimage:\n  build: api/Dockerfile\n${fields}`);
}

/** A Scheduled Job without a schedule. */
export function aJob(fields: string): WorkloadSource {
  return aWorkload(`name: api\ntype: Scheduled Job\nimage:\n  build: api/Dockerfile\n${fields}`);
}

export function aRequestDrivenService(fields = ''): WorkloadSource {
  const head =
    'name: api\ntype: Request-Driven Web Service\nimage:\n  build: Dockerfile\n  port: 80\n';
  return aWorkload(`${head}${fields}`);
}

export function aManifestInput(over: Partial<ManifestInput> = {}): ManifestInput {
  return { application: 'shop', environment: 'test', variables: {}, strict: false, ...over };
}

export function parse(
  source: WorkloadSource,
  over: Partial<ManifestInput> = {},
): ManifestResult<WorkloadManifest> {
  return parseWorkload(source, aManifestInput(over));
}

export function parseTestEnvironment(fields: string): ManifestResult<Environment> {
  const text = `name: test\ntype: Environment\n${fields}`;
  const file = 'copilot/environments/test/manifest.yml';
  return parseEnvironment({ name: 'test', file, text }, aManifestInput());
}

/** The manifest itself; a test whose manifest has errors fails with them. */
export function getManifest<T>(result: ManifestResult<T>): T {
  if (result.ok) return result.manifest;
  throw new Error(
    `manifest has errors:\n${result.issues.map((issue) => JSON.stringify(issue)).join('\n')}`,
  );
}

/** `error count.range: message`, for short expectations. */
export function summarize(issues: readonly Issue[]): readonly string[] {
  return issues.map(({ severity, field, message }) => `${severity} ${field}: ${message}`);
}

/** Files of a workspace from texts. */
export function aWorkspaceFolder(texts: { readonly [path: string]: string }): WorkspaceFiles {
  const encoder = new TextEncoder();
  return new Map(Object.entries(texts).map(([path, text]) => [path, encoder.encode(text)]));
}
