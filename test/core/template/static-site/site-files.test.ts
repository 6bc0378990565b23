import * as fc from 'fast-check';
import type { FileUpload, StaticSite } from '../../../../core/manifest/schema/static-site.js';
import { contentTypeOf } from '../../../../core/template/static-site/content-types.js';
import { compileGlob } from '../../../../core/template/static-site/glob.js';
import { resolveSiteFiles } from '../../../../core/template/static-site/site-files.js';
import { aRenderContext, someWorkspace } from '../../../support/render-context.js';

const FILES = {
  'site/index.html': 'home',
  'site/style.css': 'red',
  'site/blog/first.html': 'post',
  'site/blog/draft.html': 'draft',
  'logo.svg': 'logo',
  'sitemap.xml': 'map',
};

function resolve(...files: FileUpload[]) {
  const site: StaticSite = { name: 'docs', type: 'Static Site', files };
  return resolveSiteFiles(site, aRenderContext({ workspace: someWorkspace(FILES) }));
}

type Mapped = { readonly path: string; readonly destPath: string; readonly contentType: string };

function mappingOf(...files: FileUpload[]): readonly Mapped[] {
  const { assets, mapping } = resolve(...files);
  const list = assets.find(({ key }) => key === mapping.key);
  return JSON.parse(new TextDecoder().decode(list?.body));
}

const destinationsOf = (...files: FileUpload[]) =>
  mappingOf(...files)
    .map(({ destPath }) => destPath)
    .sort();

test.each<[string, FileUpload, readonly string[]]>([
  ['a folder without its subfolders', { source: 'site' }, ['index.html', 'style.css']],
  [
    'a folder with all below',
    { source: './site/', recursive: true },
    ['blog/draft.html', 'blog/first.html', 'index.html', 'style.css'],
  ],
  [
    'a folder into a folder',
    { source: 'site/blog', destination: 'posts' },
    ['posts/draft.html', 'posts/first.html'],
  ],
  [
    'a destination with a slash in front',
    { source: 'site/blog', destination: '/posts' },
    ['posts/draft.html', 'posts/first.html'],
  ],
  ['one file', { source: 'logo.svg' }, ['logo.svg']],
  [
    'one file under another name',
    { source: 'logo.svg', destination: 'img/brand.svg' },
    ['img/brand.svg'],
  ],
  [
    'excluded files',
    { source: 'site', recursive: true, exclude: '*draft*' },
    ['blog/first.html', 'index.html', 'style.css'],
  ],
  [
    'excluded files, some taken back',
    { source: 'site', recursive: true, exclude: '*', reinclude: ['*.css', 'blog/f*'] },
    ['blog/first.html', 'style.css'],
  ],
  [
    'a file whose neighbour has a longer name',
    { source: 'site', exclude: 'style.css' },
    ['index.html'],
  ],
  ['a folder is not found by the beginning of its name', { source: 'sit' }, []],
  ['the whole workspace', { source: '.' }, ['logo.svg', 'sitemap.xml']],
])('%s', (_, upload, expected) => {
  expect(destinationsOf(upload)).toEqual(expected);
});

test('files lie under their hash, the list of them under its own', () => {
  const { assets, mapping } = resolve({ source: 'logo.svg' });
  expect(assets.map(({ key }) => key)).toEqual([
    expect.stringMatching(/^local-assets\/[0-9a-f]{64}$/),
    mapping.key,
  ]);
  expect(mapping).toEqual({
    bucket: 'artifacts',
    key: expect.stringMatching(
      /^local-assets\/environments\/test\/workloads\/docs\/mapping\/[0-9a-f]{64}$/,
    ),
  });
});

test('a file that two sources name is copied once to each place', () => {
  const twice = mappingOf(
    { source: 'logo.svg' },
    { source: 'logo.svg' },
    { source: 'logo.svg', destination: 'b' },
  );
  expect(twice.map(({ destPath }) => destPath)).toEqual(['b', 'logo.svg']);
});

test('the order of sources does not matter', () => {
  const sources: FileUpload[] = [
    { source: 'logo.svg' },
    { source: 'site', recursive: true },
    { source: 'sitemap.xml', destination: 'x' },
  ];
  const first = resolve(...sources).mapping.key;
  void fc.assert(
    fc.property(fc.shuffledSubarray(sources, { minLength: sources.length }), (shuffled) => {
      expect(resolve(...shuffled).mapping.key).toBe(first);
    }),
  );
});

test.each([
  ['page.HTML', 'text/html; charset=utf-8'],
  ['a/b.min.js', 'text/javascript; charset=utf-8'],
  ['font.woff2', 'font/woff2'],
  ['README', ''],
  ['folder.d/file', ''],
  ['data.unknown', ''],
])('%s is served as %s', (file, expected) => {
  expect(contentTypeOf(file)).toBe(expected);
});

describe('patterns', () => {
  test.each([
    ['*', 'a/b.txt', true],
    ['*.txt', 'a/b.txt', true],
    ['?.txt', 'b.txt', true],
    ['?.txt', 'bb.txt', false],
    ['[ab].txt', 'a.txt', true],
    ['[!ab].txt', 'a.txt', false],
    ['[0-9].txt', '7.txt', true],
    ['a.txt', 'a_txt', false],
    ['[open', '[open', true],
    ['[z-a].txt', 'b.txt', false],
    ['[]a].txt', '].txt', true],
    ['[!!].txt', '!.txt', false],
    ['[a-].txt', '-.txt', true],
    ['[^a].txt', '^.txt', true],
    ['*.t*t', 'a.txt.tt', true],
    ['*ab', 'aab', true],
    ['**', '', true],
    ['?', '😀', true],
    ['a/*', 'b/a/c', false],
  ])('%s on %s: %s', (pattern, path, expected) => {
    expect(compileGlob(pattern)(path)).toBe(expected);
  });

  test('a pattern of many stars is answered at once', () => {
    expect(compileGlob('*a'.repeat(500))(`${'a'.repeat(400)}b`)).toBe(false);
  });

  test('a text without wildcards is matched by itself', () => {
    void fc.assert(
      fc.property(
        fc.string().filter((text) => !/[*?[]/.test(text)),
        (text) => {
          expect(compileGlob(text)(text)).toBe(true);
        },
      ),
    );
  });
});
