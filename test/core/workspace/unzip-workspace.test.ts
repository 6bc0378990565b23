import * as fc from 'fast-check';
import { zipSync } from 'fflate';
import { DEFAULT_UNZIP_LIMITS, unzipWorkspace } from '../../../core/workspace/unzip-workspace.js';
import { zipWorkspace } from '../../../core/workspace/zip-workspace.js';
import { aZip, forge } from '../../support/zip-files.js';

function refusals(zip: Uint8Array, limits = DEFAULT_UNZIP_LIMITS): readonly string[] {
  const result = unzipWorkspace(zip, limits);
  return result.ok ? [] : result.issues.map(({ file, message }) => `${file}: ${message}`);
}

test('files come out as they went in', () => {
  const zip = aZip({
    'copilot/api/manifest.yml': 'name: api\n',
    'a/': '',
    'a/b.txt': 'x'.repeat(100_000),
    empty: '',
  });
  const result = unzipWorkspace(zip);
  expect(result.ok && [...result.files].map(([name, content]) => [name, content.length])).toEqual([
    ['copilot/api/manifest.yml', 10],
    ['a/b.txt', 100_000],
    ['empty', 0],
  ]);
});

test('stored files are read too', () => {
  const zip = zipSync({ a: new Uint8Array([1, 2, 3]) }, { level: 0 });
  const result = unzipWorkspace(zip);
  expect(result.ok && result.files.get('a')).toEqual(new Uint8Array([1, 2, 3]));
});

test('an empty zip is an empty workspace', () => {
  expect(unzipWorkspace(aZip({}))).toEqual({ ok: true, files: new Map() });
});

describe('paths', () => {
  test.each([
    ['../evil', '../evil: leads out of the workspace'],
    ['a/../../evil', 'a/../../evil: leads out of the workspace'],
    ['a/..', 'a/..: leads out of the workspace'],
    ['/etc/passwd', '/etc/passwd: is absolute'],
    ['C:/evil', 'C:/evil: is absolute'],
    ['a\\b', 'a\\b: holds backslashes'],
    ['..\\evil', '..\\evil: holds backslashes'],
    ['a\u0000b', 'a\uFFFDb: holds control characters'],
    ['a\nb', 'a\uFFFDb: holds control characters'],
    ['a//b', 'a//b: holds empty steps'],
    ['./a', './a: holds empty steps'],
    ['copilot/__proto__/x', 'copilot/__proto__/x: holds the name __proto__'],
    ['constructor', 'constructor: holds the name constructor'],
    ['a'.repeat(1025), `${'a'.repeat(200)}: is longer than 1024 characters`],
  ])('%j is refused', (name, refusal) => {
    const zip = forge(aZip({ ['x'.repeat(Buffer.byteLength(name))]: 'evil' }), { name });
    expect(refusals(zip)).toEqual([refusal]);
  });

  test('all wrong entries are told at once', () => {
    const zip = aZip({ '../a': '1', ok: '2', '/b': '3' });
    expect(refusals(zip)).toEqual(['../a: leads out of the workspace', '/b: is absolute']);
  });

  test('a name that is not UTF-8 is refused', () => {
    const zip = aZip({ ab: '1' });
    const name = Buffer.from(zip).lastIndexOf('ab');
    zip.set([0xff, 0xfe], name);
    expect(refusals(zip)).toEqual(['(name is not UTF-8): has a name that is not UTF-8']);
  });

  test('a name given twice is refused, as a file and as a folder', () => {
    expect(refusals(forge(aZip({ aa: '1', ab: '2' }), { name: 'ab' }))).toEqual([
      'ab: is there twice',
    ]);
    expect(refusals(aZip({ a: '1', 'a/': '' }))).toEqual(['a/: is there twice']);
  });
});

describe('kinds of entries', () => {
  test.each([
    [{ mode: 0o120777 }, 'x: is a symbolic link'],
    [{ mode: 0o010644 }, 'x: is neither a file nor a folder'],
    [{ mode: 0o060644 }, 'x: is neither a file nor a folder'],
    [{ isEncrypted: true }, 'x: is encrypted'],
    [{ method: 12 }, 'x: is compressed in an unknown way'],
  ])('%j is refused', (forgery, refusal) => {
    expect(refusals(forge(aZip({ x: '../../etc/passwd' }), forgery))).toEqual([refusal]);
  });

  test('a plain file of Unix is read', () => {
    expect(refusals(forge(aZip({ x: 'hello' }), { mode: 0o100644 }))).toEqual([]);
  });
});

describe('sizes', () => {
  const limits = { maxEntries: 3, maxFileBytes: 100, maxTotalBytes: 250, maxRatio: 10 };

  test.each([
    [{ a: '', b: '', c: '', d: '' }, 'workspace.zip: holds 4 entries, more than 3'],
    [{ a: 'x'.repeat(101) }, 'a: has 101 bytes, more than 100'],
    [
      { a: 'x'.repeat(90), b: 'x'.repeat(90), c: 'x'.repeat(90) },
      'workspace.zip: holds 270 bytes, more than 250',
    ],
  ])('%j is refused', (texts, refusal) => {
    expect(refusals(aZip(texts as never), limits)).toEqual([refusal]);
  });

  test('a bomb is refused by what it declares, before it is inflated', () => {
    const zip = aZip({ a: '0'.repeat(20_000_000) });
    expect(zip.length).toBeLessThan(50_000);
    expect(refusals(zip)).toEqual([
      `workspace.zip: would inflate from ${zip.length} to 20000000 bytes, more than 200 times`,
    ]);
  });

  test('a bomb that lies about its size is dropped once it has given what it declared', () => {
    const zip = forge(aZip({ a: '0'.repeat(20_000_000) }), { size: 10 });
    expect(refusals(zip)).toEqual(['a: is damaged']);
  });

  test('a file that is shorter than it declares is damaged', () => {
    expect(refusals(forge(aZip({ a: 'hello' }), { size: 10 }))).toEqual(['a: is damaged']);
  });
});

describe('broken zips', () => {
  const zip = aZip({ a: 'hello', b: 'world'.repeat(100) });

  test.each([
    ['nothing', new Uint8Array()],
    ['text', new TextEncoder().encode('name: api, and much more text than a zip header has')],
    ['half a zip', zip.slice(0, zip.length / 2)],
    ['a directory elsewhere', zip.map((byte, i) => (i === zip.length - 6 ? 99 : byte))],
  ])('%s is refused', (_name, bytes) => {
    expect(refusals(bytes)).toEqual(['workspace.zip: is not a zip file, or a broken one']);
  });

  test('is called what its giver calls it', () => {
    const result = unzipWorkspace(new Uint8Array(), DEFAULT_UNZIP_LIMITS, 'my-shop.zip');
    expect(result).toMatchObject({ ok: false, issues: [{ file: 'my-shop.zip' }] });
  });

  test('an entry whose header is elsewhere is damaged', () => {
    expect(refusals(forge(zip, { offset: 5 }))).toEqual(['a: is damaged']);
    expect(refusals(forge(zip, { offset: 0xffffff }))).toEqual(['a: is damaged']);
  });

  test('whatever bytes are flipped, the answer is files or issues', () => {
    void fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.nat(zip.length - 1), fc.nat(255)), { maxLength: 5 }),
        (flips) => {
          const broken = zip.slice();
          for (const [at, value] of flips) broken[at] = value;
          const result = unzipWorkspace(broken);
          expect(result.ok || result.issues.length > 0).toBe(true);
        },
      ),
      { numRuns: 2000 },
    );
  });
});

describe('zipping', () => {
  const encode = (text: string) => new TextEncoder().encode(text);

  test('gives the same bytes whatever the order of the files', () => {
    const one = zipWorkspace(
      new Map([
        ['b', encode('2')],
        ['a/c', encode('1')],
      ]),
    );
    const other = zipWorkspace(
      new Map([
        ['a/c', encode('1')],
        ['b', encode('2')],
      ]),
    );
    expect(one).toEqual(other);
  });

  test('and unzipping give the files back', () => {
    const name = fc.stringMatching(/^[a-z]{1,8}(\/[a-z]{1,8})?$/);
    void fc.assert(
      fc.property(
        fc.dictionary(name, fc.uint8Array({ maxLength: 300 }), { maxKeys: 8 }),
        (files) => {
          fc.pre(Object.keys(files).every((one) => !/constructor|prototype/.test(one)));
          const map = new Map(Object.entries(files));
          const result = unzipWorkspace(zipWorkspace(map));
          expect(result.ok && Object.fromEntries(result.files)).toEqual({ ...files });
        },
      ),
      { numRuns: 200 },
    );
  });
});
