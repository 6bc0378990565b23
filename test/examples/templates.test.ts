import { toCfnValue } from '../../core/addons/cfn-yaml.js';
import { parseYamlNodes } from '../../core/addons/yaml-nodes.js';
import { formatIssue, hasErrors } from '../../core/issues.js';
import type { RenderedStack } from '../../core/release/release.js';
import type { Template } from '../../core/template/cloudformation.js';
import { WORKLOAD_TYPES } from '../../core/workspace/workspace.js';
import {
  listExamples,
  listGoldenWorkspaces,
  type RenderTarget,
  renderTarget,
} from '../../scripts/rendered-workspaces.js';
import { checkTemplate } from '../support/resource-schema.js';

/** Merged addons are YAML among the assets of their stack. */
function readAddons({ assets }: RenderedStack): readonly Template[] {
  const templates = assets.filter(({ key }) => /\/addons\/[^/]+\/[0-9a-f]+\.yml$/.test(key));
  return templates.map(({ key, body }) => {
    const parsed = parseYamlNodes(new TextDecoder().decode(body));
    if (!parsed.ok || !parsed.root) throw new Error(`${key} is no YAML`);
    return toCfnValue(parsed.root) as unknown as Template;
  });
}

async function checkTarget(target: RenderTarget): Promise<readonly string[]> {
  const { stacks, issues } = await renderTarget(target);
  const errors = hasErrors(issues) || stacks.length === 0 ? issues.map(formatIssue) : [];
  const findings = stacks.flatMap((stack) =>
    [stack.template, ...readAddons(stack)]
      .flatMap(checkTemplate)
      .map((finding) => `${stack.stackName}: ${finding}`),
  );
  return [...errors, ...findings];
}

describe('templates of the examples', () => {
  test.each(listExamples())('$id is what CloudFormation takes', async (target) => {
    expect(await checkTarget(target)).toEqual([]);
  });

  test('every type of workload has an example', async () => {
    const rendered = await Promise.all(listExamples().map(renderTarget));
    const types = new Set(rendered.flatMap(({ stacks }) => stacks.map(({ type }) => type)));
    expect([...types].sort()).toEqual(
      [...WORKLOAD_TYPES, 'Environment', 'Environment Addons'].sort(),
    );
  });

  test('the addons that the examples nest are found', async () => {
    const rendered = await Promise.all(listExamples().map(renderTarget));
    const nested = rendered.flatMap(({ stacks }) => stacks.flatMap(readAddons));
    // shop: api and orders in two environments; status-page: its environment and its service.
    expect(nested).toHaveLength(6);
  });
});

describe('templates of the golden workspaces', () => {
  const targets = listGoldenWorkspaces();
  if (targets.length === 0) test.skip('../shared is not there', () => undefined);
  else
    test.each(targets)('$id is what CloudFormation takes', async (target) => {
      expect(await checkTarget(target)).toEqual([]);
    });
});
