import * as fc from 'fast-check';
import { dump } from 'js-yaml';
import { hasErrors, type Issue } from '../../../core/issues.js';
import { parseEnvironment } from '../../../core/manifest/parse-environment.js';
import { Environment } from '../../../core/manifest/schema/environment.js';
import { WORKLOAD_SCHEMAS } from '../../../core/manifest/schema/workload.js';
import { resolveStruct } from '../../../core/manifest/shape.js';
import { WORKLOAD_TYPES } from '../../../core/workspace/workspace.js';
import { arbitraryOf } from '../../support/arbitrary-manifest.js';
import { aManifestInput, aWorkload, parse } from '../../support/manifests.js';
import { runsOf } from '../../support/thorough.js';

/** Texts that mean something in one field or another, and some that mean trouble. */
const TEXT = fc.constantFrom(
  ...[
    '0',
    '80/tcp',
    '443/tls/x',
    '10s',
    '1h30m',
    '-5',
    '1-3',
    '3-1',
    'private',
    'public',
    'start',
    'COMPLETE',
  ],
  ...[
    '10.0.0.0/16',
    'linux/arm64',
    'windows/amd64',
    'a',
    'Api',
    'nginx',
    '@daily',
    '0 9 * * 1',
    '/',
    '',
    '"',
    '${X}',
  ],
  ...[
    'arn:aws:acm:us-east-1:1:certificate/a',
    '__proto__',
    'constructor',
    '${COPILOT_ENVIRONMENT_NAME}',
    '["a"]',
  ],
);
const NOISE = fc.oneof(
  fc.jsonValue({ maxDepth: 2 }),
  TEXT,
  fc.constantFrom(null, NaN, -1, 1e21, [[]], {}, { a: null }),
);
const RUNS = 10_000;
const OPTIONS = { text: fc.oneof(TEXT, fc.string({ maxLength: 8 })), noise: NOISE };

/** A result is a manifest with nothing but warnings, or at least one error; issues are complete and in one file. */
function expectSound(
  result: { readonly ok: boolean; readonly issues: readonly Issue[] },
  text: string,
): void {
  const lines = text.split('\n').length;
  const isSound = ({ file, message, line = 0, column = 0 }: Issue) =>
    file.endsWith('manifest.yml') && message !== '' && line >= 1 && line <= lines && column >= 1;
  // `expect` takes as long as the manifest.
  if (result.ok !== hasErrors(result.issues) && result.issues.every(isSound)) return;
  expect({ ok: result.ok, unsound: result.issues.filter((issue) => !isSound(issue)) }).toEqual({
    ok: !hasErrors(result.issues),
    unsound: [],
  });
}

const manifests = fc.constantFrom(...WORKLOAD_TYPES).chain((type) => {
  const shape = resolveStruct(WORKLOAD_SCHEMAS[type]);
  const fields = arbitraryOf(shape, OPTIONS);
  const noisy = fc.record({ fields, override: fields, typo: fc.string({ maxLength: 5 }) });
  return noisy.map(({ fields: own, override, typo }) => ({
    type,
    document: {
      ...(own as object),
      name: 'api',
      type,
      environments: { test: override },
      ...(typo === '' ? {} : { [typo]: 1 }),
    },
  }));
});

test('thousands of random manifests give a manifest or issues, never an exception', () => {
  let good = 0;
  void fc.assert(
    fc.property(manifests, ({ type, document }) => {
      const text = dump(document, { skipInvalid: true, noRefs: true });
      const result = parse({ ...aWorkload(text), type });
      expectSound(result, text);
      if (result.ok) good += 1;
    }),
    { numRuns: RUNS },
  );
  // The generator would prove little if it made nothing but wrong manifests, or nothing but right ones.
  expect(good).toBeGreaterThan(RUNS / 500);
  expect(good).toBeLessThan(0.9 * RUNS);
}, 120_000);

test('random environments give a manifest or issues', () => {
  const fields = arbitraryOf(resolveStruct(Environment), OPTIONS);
  void fc.assert(
    fc.property(fields, (own) => {
      const text = dump(
        { ...(own as object), name: 'test', type: 'Environment' },
        { skipInvalid: true, noRefs: true },
      );
      const { environment: _environment, ...input } = aManifestInput();
      const source = { name: 'test', file: 'copilot/environments/test/manifest.yml', text };
      expectSound(parseEnvironment(source, input), text);
    }),
    { numRuns: runsOf(2000) },
  );
});

test('random text gives a manifest or issues', () => {
  const pieces = fc.constantFrom(
    ...[
      'name: api\n',
      'type: Backend Service\n',
      'image:\n',
      '  build: a\n',
      '  ',
      '\n',
      '- ',
      '? ',
      ': ',
      '&a ',
      '*a ',
    ],
    ...[
      '!x ',
      '!!str ',
      '{',
      '}',
      '[',
      ']',
      ',',
      '|\n',
      '>-\n',
      '"',
      "'",
      '#',
      '---\n',
      '...\n',
      '%YAML 1.2\n',
      '<<: ',
    ],
    ...[
      '${X}',
      '\\${X}',
      '\t',
      '@',
      '`',
      '\u0000',
      '\uFEFF',
      '0x',
      '.inf',
      '~',
      '__proto__: 1\n',
      'environments:\n',
    ],
  );
  void fc.assert(
    fc.property(
      fc.array(fc.oneof(pieces, fc.string({ maxLength: 6 })), { maxLength: 25 }),
      (parts) => {
        const text = parts.join('');
        expectSound(parse(aWorkload(text)), text);
      },
    ),
    { numRuns: runsOf(5000) },
  );
});
