import type * as z from 'zod';
import { asCfnObject, isCfnObject, toCfnValue } from '../addons/cfn-yaml.js';
import { parseYamlNodes, type YamlNode } from '../addons/yaml-nodes.js';
import { hasErrors, type Issue } from '../issues.js';
import { quoteFound } from '../manifest/text/finding.js';
import { locatePath } from '../manifest/text/locate.js';
import { formatPath, type Path } from '../manifest/text/path.js';
import type { CfnValue } from '../template/cloudformation.js';
import type { ManifestSource } from '../workspace/workspace.js';
import { parseSource } from './parse-source.js';
import { parseStage } from './parse-stage.js';
import type { PipelineBuild, PipelineManifest } from './pipeline-manifest.js';
import { PipelineShape } from './pipeline-schema.js';

export type PipelineResult =
  /** `issues` are warnings. */
  | { readonly ok: true; readonly pipeline: PipelineManifest; readonly issues: readonly Issue[] }
  | { readonly ok: false; readonly issues: readonly Issue[] };

type Tell = (severity: Issue['severity'], path: Path, message: string, hint?: string) => void;

/** Amazon Linux 2 with Docker; Copilot's default. */
const DEFAULT_IMAGE = 'aws/codebuild/amazonlinux2-x86_64-standard:5.0';
const MAX_NAME = 100;

/**
 * Reads a pipeline manifest: `copilot/pipelines/<name>/manifest.yml`, the legacy `copilot/pipeline.yml`, or the form
 * of the rollback guide (`env` beside the name of a stage, `repository: owner/name`). Pipeline manifests are not
 * interpolated. All mistakes are told at once, unknown keys as warnings.
 */
export function parsePipeline({
  file,
  text,
}: Pick<ManifestSource, 'file' | 'text'>): PipelineResult {
  const parsed = parseYamlNodes(text);
  if (!parsed.ok)
    return {
      ok: false,
      issues: [{ severity: 'error', file, ...parsed.place, message: parsed.message }],
    };
  const { root } = parsed;
  if (root?.kind !== 'mapping') {
    const message = 'a pipeline manifest is a map';
    return {
      ok: false,
      issues: [{ severity: 'error', file, message, hint: 'start it with "name:"' }],
    };
  }
  const issues: Issue[] = [];
  const tell: Tell = (severity, path, message, hint) => {
    issues.push(issueAt(file, text, root, severity, path, message, hint));
  };
  const shape = readShape(toCfnValue(root), tell);
  const pipeline = shape && readPipeline(shape, file, tell);
  if (!pipeline || hasErrors(issues)) return { ok: false, issues };
  return { ok: true, pipeline, issues };
}

/** The document by its schema; keys that the schema does not know are told and left out. */
function readShape(value: CfnValue, tell: Tell): PipelineShape | undefined {
  const first = PipelineShape.safeParse(value);
  if (first.success) return first.data;
  let known = value;
  for (const issue of first.error.issues) {
    if (issue.code !== 'unrecognized_keys') continue;
    for (const key of issue.keys) {
      const path = [...toPath(issue.path), key];
      tell('warning', path, `unknown key "${key}"`, 'it has no effect; correct or remove it');
      known = withoutKey(known, path);
    }
  }
  const second = PipelineShape.safeParse(known);
  if (second.success) return second.data;
  for (const issue of second.error.issues) tellMismatch(issue, known, tell);
  return undefined;
}

function tellMismatch(issue: z.core.$ZodIssue, value: CfnValue, tell: Tell): void {
  const path = toPath(issue.path);
  const found = quoteFound(path.reduce(stepInto, value));
  const wanted =
    issue.code === 'invalid_type'
      ? describeType(issue.expected)
      : issue.code === 'invalid_value'
        ? issue.values.join(' or ')
        : 'another value';
  tell('error', path, `expected ${wanted}, found ${found}`);
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
  if (shape.version !== undefined && Number(shape.version) !== 1)
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

function issueAt(
  file: string,
  text: string,
  root: YamlNode,
  severity: Issue['severity'],
  path: Path,
  message: string,
  hint: string | undefined,
): Issue {
  const { line, column } = locatePath(text, root, path);
  const field = formatPath(path);
  return { severity, file, line, column, field, message, ...(hint === undefined ? {} : { hint }) };
}

function toPath(path: readonly PropertyKey[]): Path {
  return path.map((step) => (typeof step === 'number' ? step : String(step)));
}

function stepInto(value: CfnValue, step: string | number): CfnValue {
  if (Array.isArray(value)) return value[Number(step)] ?? null;
  return isCfnObject(value) ? (value[step] ?? null) : null;
}

function withoutKey(value: CfnValue, [step, ...rest]: Path): CfnValue {
  if (step === undefined) return value;
  if (Array.isArray(value))
    return value.map((item, index) => (index === step ? withoutKey(item, rest) : item));
  const entries = Object.entries(asCfnObject(value)).filter(
    ([key]) => rest.length > 0 || key !== step,
  );
  return Object.fromEntries(
    entries.map(([key, child]) => [key, key === step ? withoutKey(child, rest) : child]),
  );
}

function describeType(expected: string): string {
  const words: { readonly [type: string]: string } = {
    string: 'text',
    array: 'a list',
    object: 'a map',
    record: 'a map',
    boolean: 'true or false',
  };
  return words[expected] ?? expected;
}
