type Environment = { readonly [name: string]: string | undefined };

/** What a CI service tells of the build that calls. */
export type CiBuild = {
  /** As `source` of a request: repository and branch, so that a newer build of the same branch may supersede. */
  readonly source: string;
  readonly sourceCommit: string | undefined;
  /** Unique to this run and attempt: a command that is repeated within it asks for the same deployment. */
  readonly run: string;
};

/** Undefined where no known CI service calls. */
export function findCiBuild(environment: Environment): CiBuild | undefined {
  const found = READERS.map((read) => read(environment)).find((build) => build !== undefined);
  if (!found) return undefined;
  const { sourceCommit } = found;
  return {
    ...found,
    sourceCommit: /^[0-9a-f]{7,64}$/.test(sourceCommit ?? '') ? sourceCommit : undefined,
  };
}

const READERS: readonly ((environment: Environment) => CiBuild | undefined)[] = [
  // https://docs.github.com/actions/reference/variables-reference#default-environment-variables
  ({ GITHUB_REPOSITORY, GITHUB_REF_NAME, GITHUB_SHA, GITHUB_RUN_ID, GITHUB_RUN_ATTEMPT }) =>
    GITHUB_REPOSITORY && GITHUB_RUN_ID
      ? {
          source: `github:${GITHUB_REPOSITORY}:${GITHUB_REF_NAME ?? ''}`,
          sourceCommit: GITHUB_SHA,
          run: `github-${GITHUB_RUN_ID}-${GITHUB_RUN_ATTEMPT ?? '1'}`,
        }
      : undefined,
  // https://docs.gitlab.com/ci/variables/predefined_variables/
  ({ CI_PROJECT_PATH, CI_COMMIT_REF_NAME, CI_COMMIT_SHA, CI_JOB_ID }) =>
    CI_PROJECT_PATH && CI_JOB_ID
      ? {
          source: `gitlab:${CI_PROJECT_PATH}:${CI_COMMIT_REF_NAME ?? ''}`,
          sourceCommit: CI_COMMIT_SHA,
          run: `gitlab-${CI_JOB_ID}`,
        }
      : undefined,
  // https://docs.aws.amazon.com/codebuild/latest/userguide/build-env-ref-env-vars.html
  ({ CODEBUILD_BUILD_ID, CODEBUILD_WEBHOOK_HEAD_REF, CODEBUILD_RESOLVED_SOURCE_VERSION }) =>
    CODEBUILD_BUILD_ID
      ? {
          source: `codebuild:${CODEBUILD_BUILD_ID.split(':')[0]}:${CODEBUILD_WEBHOOK_HEAD_REF ?? ''}`,
          sourceCommit: CODEBUILD_RESOLVED_SOURCE_VERSION,
          run: `codebuild-${CODEBUILD_BUILD_ID}`,
        }
      : undefined,
];
