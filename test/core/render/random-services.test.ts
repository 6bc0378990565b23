import * as fc from 'fast-check';
import { dump } from 'js-yaml';
import { keepRetiredCustomResources } from '../../../core/template/keep-retired-custom-resources.js';
import { arbitraryEcsManifest } from '../../support/arbitrary-service.js';
import { getStack, renderShop } from '../../support/release-input.js';
import { checkTemplate } from '../../support/resource-schema.js';
import { runsOf } from '../../support/thorough.js';

const renderRandom = (fields: object) =>
  renderShop(
    { 'copilot/api/manifest.yml': dump({ name: 'api', ...fields }, { noRefs: true }) },
    { missingInputs: 'warning' },
  );

/** Names behind `${AppName}-${EnvName}-` of every import. */
function importsOf(value: unknown): readonly string[] {
  return [...JSON.stringify(value).matchAll(/"\$\{AppName\}-\$\{EnvName\}-([A-Za-z]+)"/g)].map(
    ([, name]) => name ?? '',
  );
}

test('random services are templates that fit the schemas of their resources', () => {
  void fc.assert(
    fc.property(arbitraryEcsManifest, (fields) => {
      const result = renderRandom(fields);
      const { template, parameters } = getStack(result, 'api');
      expect(checkTemplate(template)).toEqual([]);
      expect(JSON.parse(JSON.stringify(template))).toEqual(template);
      const declared = Object.entries(template.Parameters ?? {});
      const unnamed = declared.filter(([name]) => !Object.hasOwn(parameters, name));
      expect(unnamed.filter(([, parameter]) => !('Default' in parameter))).toEqual([]);
      expect(Object.keys(parameters).filter((name) => !template.Parameters?.[name])).toEqual([]);
    }),
    { numRuns: runsOf(300) },
  );
}, 120_000);

test('a random service imports only what the environment beside it exports', () => {
  void fc.assert(
    fc.property(arbitraryEcsManifest, (fields) => {
      const result = renderRandom(fields);
      const outputs = getStack(result, 'test').template.Outputs ?? {};
      const exported = Object.values(outputs).flatMap(({ Export }) => JSON.stringify(Export ?? ''));
      const imports = importsOf(getStack(result, 'api').template.Resources);
      expect(imports.length).toBeGreaterThan(0);
      const missing = imports.filter(
        (name) => !exported.some((text) => text.includes(`-${name}"`)),
      );
      expect(missing).toEqual([]);
    }),
    { numRuns: runsOf(200) },
  );
}, 60_000);

test('taking over a stack that is ours already changes nothing', () => {
  void fc.assert(
    fc.property(arbitraryEcsManifest, (fields) => {
      const result = renderRandom(fields);
      const { template } = getStack(result, 'api');
      expect(keepRetiredCustomResources(template, template).template).toEqual(template);
    }),
    { numRuns: 50 },
  );
});
