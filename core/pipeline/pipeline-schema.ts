import * as z from 'zod';

/** YAML numbers and booleans are text where text is wanted, as in Copilot. */
const Text = z.preprocess(
  (value) => (typeof value === 'number' || typeof value === 'boolean' ? String(value) : value),
  z.string(),
);

/** A key without a value is as good as none. */
function maybe<T extends z.ZodType>(schema: T) {
  return schema.nullish().transform((value) => value ?? undefined);
}

const Texts = maybe(z.array(Text));

const Deployment = z.strictObject({
  stack_name: maybe(Text),
  template_path: maybe(Text),
  template_config: maybe(Text),
  depends_on: Texts,
});

const Action = z.strictObject({ buildspec: maybe(Text), depends_on: Texts });

const Stage = z.strictObject({
  name: maybe(Text),
  /** The rollback guide's key for the environment. */
  env: maybe(Text),
  requires_approval: maybe(z.boolean()),
  /** So it is spelled in two samples of Copilot's manual, where it has no effect: a stage without its approval. */
  require_approval: maybe(z.boolean()),
  test_commands: Texts,
  deployments: maybe(z.record(z.string(), maybe(Deployment))),
  pre_deployments: maybe(z.record(z.string(), maybe(Action))),
  post_deployments: maybe(z.record(z.string(), maybe(Action))),
});
export type StageShape = z.infer<typeof Stage>;

const Source = z.strictObject({
  provider: maybe(Text),
  properties: maybe(
    z.strictObject({
      repository: maybe(Text),
      branch: maybe(Text),
      connection_name: maybe(Text),
      connection_arn: maybe(Text),
      output_artifact_format: maybe(z.enum(['CODE_ZIP', 'CODEBUILD_CLONE_REF'])),
      access_token_secret: maybe(Text),
    }),
  ),
});
export type SourceShape = z.infer<typeof Source>;

const Build = z.strictObject({
  image: maybe(Text),
  buildspec: maybe(Text),
  additional_policy: maybe(
    z.strictObject({ PolicyDocument: maybe(z.record(z.string(), z.unknown())) }),
  ),
});

/** What a pipeline manifest may hold, before its rules. */
export const PipelineShape = z.strictObject({
  name: maybe(Text),
  version: maybe(z.union([z.number(), z.string()])),
  source: maybe(Source),
  build: maybe(Build),
  stages: maybe(z.array(Stage)),
});
export type PipelineShape = z.infer<typeof PipelineShape>;
