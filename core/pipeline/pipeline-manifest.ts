import type { CfnObject } from '../template/cloudformation.js';

/** Where the code of a pipeline comes from; a push to the branch starts it. */
export type PipelineSource =
  | {
      /** A CodeConnections connection; made with the pipeline where neither name nor ARN is given. */
      readonly kind: 'connection';
      readonly provider: 'GitHub' | 'Bitbucket';
      readonly owner: string;
      readonly repository: string;
      readonly branch: string;
      readonly connectionName: string | undefined;
      readonly connectionArn: string | undefined;
      /** `CODE_ZIP` (the default) or `CODEBUILD_CLONE_REF`. */
      readonly outputArtifactFormat: string | undefined;
    }
  | {
      /** GitHub with a personal access token, which AWS discourages. */
      readonly kind: 'github-token';
      readonly owner: string;
      readonly repository: string;
      readonly branch: string;
      /** Name of the secret in Secrets Manager that holds the token. */
      readonly tokenSecret: string;
    }
  | {
      readonly kind: 'codecommit';
      readonly repository: string;
      readonly branch: string;
      readonly outputArtifactFormat: string | undefined;
    };

/** One stack that a stage deploys. What is undefined has a default, see `planStage`. */
export type PipelineDeployment = {
  readonly name: string;
  readonly dependsOn: readonly string[];
  readonly stackName: string | undefined;
  readonly templatePath: string | undefined;
  readonly templateConfig: string | undefined;
};

/** A CodeBuild project that runs before or after the deployments of a stage. */
export type PipelineAction = {
  readonly name: string;
  readonly dependsOn: readonly string[];
  /** Path of its buildspec, relative to the workspace root. */
  readonly buildspec: string;
};

export type PipelineStage = {
  /** What the manifest calls the stage. */
  readonly name: string;
  /** The environment it deploys to: `env` where it is given, else the name. */
  readonly environment: string;
  readonly requiresApproval: boolean;
  readonly testCommands: readonly string[];
  /** Sorted by name; undefined: everything in the workspace. */
  readonly deployments: readonly PipelineDeployment[] | undefined;
  readonly preDeployments: readonly PipelineAction[];
  readonly postDeployments: readonly PipelineAction[];
};

export type PipelineBuild = {
  readonly image: string;
  readonly environmentType: 'LINUX_CONTAINER' | 'ARM_CONTAINER';
  /** Relative to the workspace root. */
  readonly buildspec: string;
  /** An IAM policy document beside the build project's own permissions. */
  readonly additionalPolicy: CfnObject | undefined;
};

export type PipelineManifest = {
  readonly name: string;
  readonly source: PipelineSource;
  readonly build: PipelineBuild;
  /** In the order in which they run. */
  readonly stages: readonly PipelineStage[];
};
