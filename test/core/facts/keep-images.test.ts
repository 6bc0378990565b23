import { describeKeptImages, keepImages } from '../../../core/facts/keep-images.js';

const image = (digest: string) => ({ repository: 'registry/api', digest });
const needed = { api: ['api', 'proxy'], web: ['web'] };
const released = new Map([
  ['api', { api: image('old'), proxy: image('old'), gone: image('old') }],
  ['other', { other: image('old') }],
]);

describe('images of a release', () => {
  test('those of the request win; what it does not name stays; what nobody has is missing', () => {
    expect(keepImages(needed, { api: { api: image('new') } }, released)).toEqual({
      images: { api: { api: image('new'), proxy: image('old') } },
      kept: ['api/proxy'],
    });
  });

  test('a request with every image keeps none', () => {
    const sent = { api: { api: image('new'), proxy: image('new') }, web: { web: image('new') } };
    expect(keepImages(needed, sent, released)).toEqual({ images: sent, kept: [] });
    expect(describeKeptImages([])).toEqual([]);
  });

  test('a container that is built no more gets no image', () => {
    expect(keepImages({}, {}, released)).toEqual({ images: {}, kept: [] });
  });

  test('kept ones are told in one line, however many', () => {
    const many = Array.from({ length: 12 }, (_, index) => `w${index}/w${index}`);
    const [issue, ...others] = describeKeptImages(many);
    expect(others).toEqual([]);
    expect(issue).toMatchObject({ severity: 'warning' });
    expect(issue?.message).toMatch(/^none was sent for w0\/w0, .*w9\/w9 and 2 more: /);
  });
});
