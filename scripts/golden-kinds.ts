import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import * as z from 'zod';
import { classifyOutputs } from '../core/addons/addon-outputs.js';
import {
  checkParameters,
  parameterValues,
  readParametersFile,
} from '../core/addons/addon-parameters.js';
import { toCfnValue } from '../core/addons/cfn-yaml.js';
import { listTemplates } from '../core/addons/merge-addons.js';
import { mergeTemplates } from '../core/addons/merge-templates.js';
import { findEntry, parseYamlNodes } from '../core/addons/yaml-nodes.js';
import { Facts } from '../core/facts/facts.js';
import { formatIssue, hasErrors, type Issue } from '../core/issues.js';
import { overrideDocument } from '../core/overrides/override-document.js';
import { patchDocument } from '../core/overrides/patches.js';
import { renderStorageFiles } from '../core/storage/storage-files.js';
import { parseAttribute } from '../core/storage/storage-names.js';
import {
  ENGINES,
  LIFECYCLES,
  STORAGE_TYPES,
  type Storage,
} from '../core/storage/storage-request.js';
import type { CfnValue } from '../core/template/cloudformation.js';
import { type AddonsSource, WORKLOAD_TYPES } from '../core/workspace/workspace.js';

// Runs one golden case of the kinds that `autoland package` does not cover, for ../shared/golden/run-all.mjs:
//   --kinds addons-merge,addons-outputs,storage,taskdef-override,template-patch --package
//   'npx tsx scripts/golden-kinds.ts --kind {kind} --case {case} --workspace {workspace} --name {name} --out {out} --facts {facts}'

const { values } = parseArgs({
  options: {
    kind: { type: 'string', default: '' },
    case: { type: 'string', default: '' },
    workspace: { type: 'string', default: '' },
    name: { type: 'string', default: '' },
    out: { type: 'string', default: '' },
    facts: { type: 'string', default: '' },
  },
});

class CaseFailed extends Error {}

function failOn(issues: readonly Issue[]): void {
  if (hasErrors(issues)) throw new CaseFailed(issues.map(formatIssue).join('\n'));
}

function write(suffix: string, content: unknown): void {
  mkdirSync(values.out, { recursive: true });
  const file = path.join(values.out, `${values.name}.${suffix}`);
  writeFileSync(file, JSON.stringify(content ?? null, null, 2));
}

function readAddons(): AddonsSource {
  const folder = `copilot/${values.name}/addons`;
  const directory = path.join(values.workspace, folder);
  const files = readdirSync(directory).map((name): [string, string] => [
    name,
    readFileSync(path.join(directory, name), 'utf8'),
  ]);
  return { folder, files: new Map(files) };
}

/** The golden templates are no whole templates (no Resources), so only the steps that a case is about are run. */
function runAddonsMerge(): void {
  const source = readAddons();
  const { template, issues, findDefinition } = mergeTemplates(listTemplates(source));
  const given = readParametersFile(source);
  const kind = values.name === 'environments' ? 'environment' : 'workload';
  failOn([
    ...issues,
    ...given.issues,
    ...checkParameters(template, given.parameters, kind, source.folder, findDefinition),
  ]);
  write('template.json', template);
  write('stack-parameters.json', parameterValues(given.parameters));
}

function runAddonsOutputs(): void {
  const source = readAddons();
  const { template, issues, findDefinition } = mergeTemplates(listTemplates(source));
  const { outputs, issues: ofOutputs } = classifyOutputs(template, source.folder, findDefinition);
  failOn([...issues, ...ofOutputs]);
  const flags = {
    plain: {},
    secret: { isSecret: true },
    'managed-policy': { isManagedPolicy: true },
    'security-group': { isSecurityGroup: true },
  };
  write(
    'outputs.json',
    outputs.map(({ name, kind }) => ({ name, ...flags[kind] })),
  );
}

function readDocument(name: string): CfnValue {
  const parsed = parseYamlNodes(readCaseFile(name));
  if (!parsed.ok) throw new CaseFailed(parsed.message);
  return parsed.root ? toCfnValue(parsed.root) : null;
}

function readCaseFile(name: string): string {
  return readFileSync(path.join(values.case, name), 'utf8');
}

function runTaskDefinitionOverride(): void {
  const parsed = parseYamlNodes(readCaseFile('taskdef_overrides.yml'));
  const rules = parsed.ok && parsed.root?.kind === 'sequence' ? parsed.root.items : [];
  const document = readDocument('input.template.yml');
  // Without a rule nothing is done, so that an empty template shows only when one is tried.
  if (document === null) overrideDocument(document, 'Cpu', '256');
  const result = rules.reduce((current, rule) => {
    const rulePath = findEntry(rule, 'path')?.value;
    const value = findEntry(rule, 'value')?.value;
    const below = rulePath?.kind === 'scalar' ? rulePath.value : '';
    const at = `Resources.TaskDefinition.Properties.${below}`;
    return overrideDocument(current, at, value ? toCfnValue(value) : null);
  }, document);
  write('template.json', result);
}

function runTemplatePatch(): void {
  const patched = patchDocument(
    readDocument('input.template.yml'),
    readCaseFile('cfn.patches.yml'),
    'cfn.patches.yml',
  );
  if (patched.ok) write('template.json', patched.document);
  else failOn(patched.issues);
}

/** Answers to `storage init` as a golden case has them. */
const StorageCase = z.object({
  request: z.object({
    storageType: z.enum(STORAGE_TYPES),
    name: z.string(),
    workload: z.string(),
    lifecycle: z.enum(LIFECYCLES).default('environment'),
    addIngressFrom: z.string().optional(),
    partitionKey: z.string().default(''),
    sortKey: z.string().default(''),
    lsi: z.array(z.string()).default([]),
    engine: z.enum(ENGINES).default('MySQL'),
    initialDb: z.string().default(''),
    parameterGroup: z.string().optional(),
  }),
});
type StorageAnswers = z.infer<typeof StorageCase>['request'];

function runStorage(): void {
  const { request } = StorageCase.parse(JSON.parse(readCaseFile('case.json')));
  const facts = Facts.parse(JSON.parse(readFileSync(values.facts, 'utf8')));
  const workload = request.addIngressFrom ?? request.workload;
  const file = path.join(values.workspace, 'copilot', workload, 'manifest.yml');
  const manifest = existsSync(file) ? readFileSync(file, 'utf8') : '';
  const workloadType = WORKLOAD_TYPES.find((type) => manifest.includes(`type: ${type}`));
  const storage = storageOf(request, Object.keys(facts.environments ?? {}));
  const access = { name: request.name, workload, workloadType, storage };
  const files = renderStorageFiles(
    request.addIngressFrom === undefined
      ? { kind: 'create', lifecycle: request.lifecycle, ...access }
      : { kind: 'grant', ...access },
  );
  for (const { path: place, text } of files) {
    const target = path.join(values.workspace, place);
    mkdirSync(path.dirname(target), { recursive: true });
    writeFileSync(target, text);
  }
}

function storageOf(answers: StorageAnswers, environments: readonly string[]): Storage {
  switch (answers.storageType) {
    case 'S3':
      return { type: 'S3' };
    case 'DynamoDB': {
      const partitionKey = parseAttribute(answers.partitionKey) ?? { name: 'id', type: 'S' };
      const alternateSortKeys = answers.lsi.flatMap((key) => parseAttribute(key) ?? []);
      return {
        type: 'DynamoDB',
        partitionKey,
        sortKey: parseAttribute(answers.sortKey),
        alternateSortKeys,
      };
    }
    case 'Aurora':
      return {
        type: 'Aurora',
        engine: answers.engine,
        initialDatabase: answers.initialDb,
        parameterGroup: answers.parameterGroup,
        environments,
      };
  }
}

const RUNNERS: { readonly [kind: string]: () => void } = {
  'addons-merge': runAddonsMerge,
  'addons-outputs': runAddonsOutputs,
  storage: runStorage,
  'taskdef-override': runTaskDefinitionOverride,
  'template-patch': runTemplatePatch,
};

const run = RUNNERS[values.kind];
if (!run || !existsSync(values.case)) {
  console.error(`unknown kind "${values.kind}" or no case at "${values.case}"`);
  process.exit(2);
}
try {
  run();
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exit(1);
}
