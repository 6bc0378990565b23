import { classifyOutputs } from '../../../core/addons/addon-outputs.js';
import {
  checkParameters,
  parameterValues,
  readParametersFile,
} from '../../../core/addons/addon-parameters.js';
import { listTemplates } from '../../../core/addons/merge-addons.js';
import { mergeTemplates } from '../../../core/addons/merge-templates.js';
import {
  goldenTest,
  readGolden,
  readGoldenAddons,
  readGoldenError,
  readGoldenYaml,
} from '../../support/golden-cases.js';

describe('what Copilot merges', () => {
  goldenTest('addons-merge', ({ id, workload }) => {
    const source = readGoldenAddons(id, workload ?? 'environments');
    const merged = mergeTemplates(listTemplates(source));
    const given = readParametersFile(source);
    const issues = [
      ...merged.issues,
      ...given.issues,
      ...checkParameters(
        merged.template,
        given.parameters,
        workload ? 'workload' : 'environment',
        source.folder,
        merged.findDefinition,
      ),
    ];
    const wanted = readGoldenError(id);
    if (wanted !== undefined)
      expect(issues.map((issue) => issue.message)).toContainEqual(expect.stringContaining(wanted));
    else {
      expect(issues).toEqual([]);
      if (readGolden(id, 'expected.template.yml') !== undefined)
        expect(merged.template).toEqual(readGoldenYaml(id, 'expected.template.yml'));
      if (readGolden(id, 'expected.stack-parameters.yml') !== undefined)
        expect(parameterValues(given.parameters)).toEqual(
          readGoldenYaml(id, 'expected.stack-parameters.yml') ?? {},
        );
    }
  });
});

describe('what Copilot takes outputs for', () => {
  goldenTest('addons-outputs', ({ id, workload }) => {
    const source = readGoldenAddons(id, workload ?? '');
    const { template, issues, findDefinition } = mergeTemplates(listTemplates(source));
    const classified = classifyOutputs(template, source.folder, findDefinition);
    const messages = [...issues, ...classified.issues].map((issue) => issue.message);
    const wanted = readGoldenError(id);
    if (wanted !== undefined) expect(messages).toContainEqual(expect.stringContaining(wanted));
    else {
      const outputs: readonly { name: string; isSecret?: true; isManagedPolicy?: true }[] =
        JSON.parse(readGolden(id, 'expected.outputs.json') ?? '[]');
      expect(messages).toEqual([]);
      expect(classified.outputs).toEqual(
        outputs.map(({ name, isSecret, isManagedPolicy }) => ({
          name,
          kind: isSecret ? 'secret' : isManagedPolicy ? 'managed-policy' : 'plain',
        })),
      );
    }
  });
});
