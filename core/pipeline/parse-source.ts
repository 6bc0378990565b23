import type { PipelineSource } from './pipeline-manifest.js';
import type { SourceShape } from './pipeline-schema.js';

/** A mistake below `source`. */
type SourceFinding = {
  readonly path: readonly string[];
  readonly message: string;
  readonly hint: string;
};

type SourceResult =
  | { readonly ok: true; readonly source: PipelineSource }
  | { readonly ok: false; readonly findings: readonly SourceFinding[] };

const PROVIDERS = ['GitHub', 'GitHubV1', 'Bitbucket', 'CodeCommit'];
const DEFAULT_BRANCH = 'main';

/** `https://github.com/owner/repo`, `owner/repo`; a name cannot hold a slash, so that a deeper path is no repository. */
const OWNED = {
  GitHub: /^(?:https:\/\/github\.com\/)?([^/:\s]+)\/([^/\s]+)$/,
  Bitbucket: /^(?:https:\/\/(?:[^@/]+@)?bitbucket\.org\/)?([^/:\s]+)\/([^/\s]+)$/,
};

/** The console's URL, which Copilot wants; the clone URL, which its manual shows; the name alone. */
const CODECOMMIT = [
  /^https:\/\/[^/]+\.console\.aws\.amazon\.com\/codesuite\/codecommit\/repositories\/([^/\s]+)\/browse$/,
  /^https:\/\/git-codecommit\.[^/]+\/v1\/repos\/([^/\s]+)$/,
  /^([\w.-]+)$/,
];

/** Makes the typed source of what a manifest says below `source`. */
export function parseSource(shape: SourceShape | undefined): SourceResult {
  const provider = shape?.provider;
  const properties = shape?.properties;
  if (provider === undefined || !PROVIDERS.includes(provider)) {
    const message =
      provider === undefined
        ? '"source.provider" must be specified'
        : `invalid repo source provider: ${provider}`;
    return fail(['provider'], message, `must be one of ${PROVIDERS.join(', ')}`);
  }
  const url = properties?.repository?.replace(/\/+$/, '').replace(/\.git$/, '');
  if (!url)
    return fail(
      ['properties', 'repository'],
      'missing `repository` in properties',
      'add the URL of the repository, or owner/name',
    );
  const branch = properties?.branch ?? DEFAULT_BRANCH;
  const outputArtifactFormat = properties?.output_artifact_format;
  if (provider === 'CodeCommit') {
    const repository = CODECOMMIT.map((form) => form.exec(url)?.[1]).find(Boolean);
    if (repository === undefined) return failRepository(url);
    return { ok: true, source: { kind: 'codecommit', repository, branch, outputArtifactFormat } };
  }
  return parseOwnedSource(provider, url, branch, properties);
}

function parseOwnedSource(
  provider: string,
  url: string,
  branch: string,
  properties: SourceShape['properties'],
): SourceResult {
  const host = provider === 'Bitbucket' ? 'Bitbucket' : 'GitHub';
  const [, owner, repository] = OWNED[host].exec(url) ?? [];
  if (owner === undefined || repository === undefined) return failRepository(url);
  const tokenSecret = properties?.access_token_secret;
  // A manifest older than connections says GitHub, and gives a token.
  if (host === 'GitHub' && tokenSecret !== undefined)
    return { ok: true, source: { kind: 'github-token', owner, repository, branch, tokenSecret } };
  if (provider === 'GitHubV1')
    return fail(
      ['properties', 'access_token_secret'],
      'missing `access_token_secret` in properties',
      'name the secret that holds the token, or use the provider GitHub with a connection',
    );
  return {
    ok: true,
    source: {
      kind: 'connection',
      provider: host,
      owner,
      repository,
      branch,
      connectionName: properties?.connection_name,
      connectionArn: properties?.connection_arn,
      outputArtifactFormat: properties?.output_artifact_format,
    },
  };
}

function failRepository(url: string): SourceResult {
  return fail(
    ['properties', 'repository'],
    `unable to parse the repository from the URL ${url}`,
    'GitHub: https://github.com/owner/repo or owner/repo; Bitbucket: https://bitbucket.org/owner/repo; CodeCommit: the URL of the repository in the console',
  );
}

function fail(path: readonly string[], message: string, hint: string): SourceResult {
  return { ok: false, findings: [{ path: ['source', ...path], message, hint }] };
}
