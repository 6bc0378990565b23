import { toCfnValue } from '../../../core/addons/cfn-yaml.js';
import { findEntry, parseYamlNodes } from '../../../core/addons/yaml-nodes.js';
import { overrideDocument } from '../../../core/overrides/override-document.js';
import { patchDocument } from '../../../core/overrides/patches.js';
import type { CfnValue } from '../../../core/template/cloudformation.js';
import {
  goldenTest,
  readGolden,
  readGoldenError,
  readGoldenYaml,
} from '../../support/golden-cases.js';

describe('task definition overrides of Copilot', () => {
  goldenTest('taskdef-override', ({ id }) => {
    const parsed = parseYamlNodes(readGolden(id, 'taskdef_overrides.yml') ?? '');
    const rules = parsed.ok && parsed.root?.kind === 'sequence' ? parsed.root.items : [];
    const input = readGoldenYaml(id, 'input.template.yml');
    const overridden = () =>
      input === null
        ? overrideDocument(input, 'Cpu', '256')
        : rules.reduce<CfnValue>((document, rule) => {
            const { path } = toCfnValue(rule) as { readonly path: string };
            const value = findEntry(rule, 'value')?.value;
            const at = `Resources.TaskDefinition.Properties.${path}`;
            return overrideDocument(document, at, value ? toCfnValue(value) : null);
          }, input);
    const wanted = readGoldenError(id);
    if (wanted !== undefined) expect(overridden).toThrow(wanted);
    else expect(overridden()).toEqual(readGoldenYaml(id, 'expected.template.yml'));
  });
});

describe('YAML patches of Copilot', () => {
  goldenTest('template-patch', ({ id }) => {
    const text = readGolden(id, 'cfn.patches.yml') ?? '';
    const patched = patchDocument(
      readGoldenYaml(id, 'input.template.yml'),
      text,
      'cfn.patches.yml',
    );
    const wanted = readGoldenError(id);
    if (patched.ok) {
      expect(wanted).toBeUndefined();
      expect(patched.document ?? null).toEqual(readGoldenYaml(id, 'expected.template.yml'));
    } else {
      expect(patched.issues[0]?.message).toContain(wanted);
      expect(patched.issues[0]?.file).toBe('cfn.patches.yml');
    }
  });
});
