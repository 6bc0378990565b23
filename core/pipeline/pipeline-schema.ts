import * as z from 'zod';
import type { Immutable } from '../manifest/schema/immutable.js';

const Deployment = z.object({
  stack_name: z.string().optional(),
  template_path: z.string().optional(),
  template_config: z.string().optional(),
  depends_on: z.array(z.string()).optional(),
});

const Action = z.object({
  buildspec: z.string().optional(),
  depends_on: z.array(z.string()).optional(),
});

const Stage = z.object({
  name: z.string().optional(),
  /** The rollback guide's key for the environment. */
  env: z.string().optional(),
  requires_approval: z.boolean().optional(),
  /** So it is spelled in Copilot's manual, where it has no effect: a stage without its approval. */
  require_approval: z.boolean().optional(),
  test_commands: z.array(z.string()).optional(),
  deployments: z.record(z.string(), Deployment).optional(),
  pre_deployments: z.record(z.string(), Action).optional(),
  post_deployments: z.record(z.string(), Action).optional(),
});
export type StageShape = Immutable<z.infer<typeof Stage>>;

const Source = z.object({
  provider: z.string().optional(),
  properties: z
    .object({
      repository: z.string().optional(),
      branch: z.string().optional(),
      connection_name: z.string().optional(),
      connection_arn: z.string().optional(),
      output_artifact_format: z.enum(['CODE_ZIP', 'CODEBUILD_CLONE_REF']).optional(),
      access_token_secret: z.string().optional(),
    })
    .optional(),
});
export type SourceShape = Immutable<z.infer<typeof Source>>;

/** What a pipeline manifest may hold, before its rules. */
export const PipelineSchema = z.object({
  name: z.string().optional(),
  version: z.number().optional(),
  source: Source.optional(),
  build: z
    .object({
      image: z.string().optional(),
      buildspec: z.string().optional(),
      additional_policy: z
        .object({ PolicyDocument: z.record(z.string(), z.unknown()).optional() })
        .optional(),
    })
    .optional(),
  stages: z.array(Stage).optional(),
});
export type PipelineShape = Immutable<z.infer<typeof PipelineSchema>>;
