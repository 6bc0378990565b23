import { asCfnObject, isCfnObject, toCfnValue } from '../addons/cfn-yaml.js';
import { findPlace, parseYamlNodes } from '../addons/yaml-nodes.js';
import { hasErrors, type Issue } from '../issues.js';
import { fitValues } from '../manifest/fit-values.js';
import { findSchemaMistakes } from '../manifest/schema-findings.js';
import { resolveStruct } from '../manifest/shape.js';
import { describeSyntax } from '../manifest/text/describe-syntax.js';
import { locatePath } from '../manifest/text/locate.js';
import { formatPath, type Path } from '../manifest/text/path.js';
import { findUnknownKeys } from '../manifest/unknown-keys.js';
import type { CfnObject, CfnValue } from '../template/cloudformation.js';
import type { ManifestSource } from '../workspace/workspace.js';
import { parseSource } from './parse-source.js';
import { parseStage } from './parse-stage.js';
import type { PipelineBuild, PipelineManifest } from './pipeline-manifest.js';
import { PipelineSchema, type PipelineShape } from './pipeline-schema.js';

export type PipelineResult =
  /** `issues` are warnings. */
  | { readonly ok: true; readonly pipeline: PipelineManifest; readonly issues: readonly Issue[] }
  | { readonly ok: false; readonly issues: readonly Issue[] };

type Tell = (
  severity: Issue['severity'],
  path: Path,
  message: string,
  hint?: string,
  atKey?: boolean,
) => void;

/** Amazon Linux 2 with Docker; Copilot's default. */
const DEFAULT_IMAGE = 'aws/codebuild/amazonlinux2-x86_64-standard:5.0';
const MAX_NAME = 100;

/**
 * Reads a pipeline manifest: `copilot/pipelines/<name>/manifest.yml`, the legacy `copilot/pipeline.yml`, or the form
 * of the rollback guide (`env` beside the name of a stage, `repository: owner/name`). Pipeline manifests are not
 * interpolated. All mistakes are told at once; unknown keys are warnings, with `strict` errors.
 */
export function parsePipeline(
  { file, text }: Pick<ManifestSource, 'file' | 'text'>,
  strict = false,
): PipelineResult {
  const parsed = parseYamlNodes(text);
  if (!parsed.ok)
    return { ok: false, issues: [describeSyntax(file, parsed.message, parsed.place)] };
  const { root } = parsed;
  if (root?.kind !== 'mapping') {
    const place = findPlace(text, root?.offset ?? 0);
    const message = 'a pipeline manifest is a map';
    const hint = 'start it with "name:"';
    return { ok: false, issues: [{ severity: 'error', file, ...place, message, hint }] };
  }
  const issues: Issue[] = [];
  const tell: Tell = (severity, path, message, hint, atKey) => {
    const { line, column } = locatePath(text, root, path, atKey);
    const field = formatPath(path);
    issues.push({ severity, file, line, column, field, message, ...(hint ? { hint } : {}) });
  };
  const shape = readShape(asCfnObject(toCfnValue(root)), strict, tell);
  const pipeline = shape && readPipeline(shape, file, tell);
  if (!pipeline || hasErrors(issues)) return { ok: false, issues };
  return { ok: true, pipeline, issues };
}

/** The document by its schema, unknown keys told; undefined where it does not fit. */
function readShape(document: CfnObject, strict: boolean, tell: Tell): PipelineShape | undefined {
  const struct = resolveStruct(PipelineSchema);
  const { value, findings } = fitValues(withNamedEntries(document), struct);
  const unknown = findUnknownKeys(document, struct, { strict, hasEnvironments: false });
  const parsed = PipelineSchema.safeParse(value);
  const mistakes = parsed.success ? [] : findSchemaMistakes(parsed.error.issues, value, struct);
  for (const { severity, path, message, hint, atKey } of [...findings, ...unknown, ...mistakes])
    tell(severity, path, message, hint, atKey);
  return parsed.success ? parsed.data : undefined;
}

/** `deployments: {api: }` deploys api: a name without anything below it counts, which no other null does. */
function withNamedEntries(document: CfnObject): CfnObject {
  if (!Array.isArray(document.stages)) return document;
  const stages = document.stages.map((stage: CfnValue) =>
    isCfnObject(stage)
      ? Object.fromEntries(
          Object.entries(stage).map(([key, value]) => [
            key,
            key.endsWith('deployments') && isCfnObject(value) ? fillEntries(value) : value,
          ]),
        )
      : stage,
  );
  return { ...document, stages };
}

function fillEntries(map: CfnObject): CfnObject {
  return Object.fromEntries(Object.entries(map).map(([name, value]) => [name, value ?? {}]));
}

function readPipeline(
  shape: PipelineShape,
  file: string,
  tell: Tell,
): PipelineManifest | undefined {
  const name = shape.name ?? '';
  if (name === '') tell('error', ['name'], '"name" must be specified');
  if (name.length > MAX_NAME)
    tell('error', ['name'], `pipeline name '${name}' must be shorter than ${MAX_NAME} characters`);
  // Copilot's manual leaves the version out of its samples.
  if (shape.version !== undefined && shape.version !== 1)
    tell(
      'error',
      ['version'],
      `pipeline manifest contains invalid schema version: ${shape.version}`,
      'the only version is 1',
    );
  const source = parseSource(shape.source);
  if (!source.ok)
    for (const { path, message, hint } of source.findings) tell('error', path, message, hint);
  if ((shape.stages ?? []).length === 0)
    tell('error', ['stages'], `a pipeline ${name} can not be created without a deployment stage`);
  const stages = (shape.stages ?? []).map((stageShape, index) => {
    const { stage, findings } = parseStage(stageShape);
    for (const { severity, path, message, hint } of findings)
      tell(severity, ['stages', index, ...path], message, hint);
    return stage;
  });
  for (const [index, { environment }] of stages.entries())
    if (stages.findIndex((other) => other.environment === environment) < index)
      tell(
        'error',
        ['stages', index],
        `environment "${environment}" has two stages`,
        'deploy to an environment in one stage',
      );
  return source.ok
    ? { name, source: source.source, build: readBuild(shape, file), stages }
    : undefined;
}

function readBuild({ build }: PipelineShape, file: string): PipelineBuild {
  const image = build?.image || DEFAULT_IMAGE;
  const policy = build?.additional_policy?.PolicyDocument;
  return {
    image,
    environmentType: image.includes('aarch64') ? 'ARM_CONTAINER' : 'LINUX_CONTAINER',
    buildspec: build?.buildspec || `${file.slice(0, file.lastIndexOf('/') + 1)}buildspec.yml`,
    // It was a CfnValue before the schema looked at its outermost map.
    additionalPolicy: policy && asCfnObject(policy as CfnValue),
  };
}
