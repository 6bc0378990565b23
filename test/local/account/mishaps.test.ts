import { MISHAP_FORMS, parseMishap } from '../../../local/account/mishaps.js';

describe('parseMishap', () => {
  test.each([
    ['unhealthy-release:api', { kind: 'unhealthy-release', name: 'api' }],
    ['stack-failure:orders', { kind: 'stack-failure', name: 'orders' }],
    ['rollback-failure:orders', { kind: 'rollback-failure', name: 'orders' }],
    ['slow:api', { kind: 'slow', name: 'api' }],
    ['image-gone:api', { kind: 'image-gone', name: 'api' }],
    ['alarm:api@3m', { kind: 'alarm', name: 'api', afterMs: 180_000 }],
    ['alarm:api@90s', { kind: 'alarm', name: 'api', afterMs: 90_000 }],
    ['alarm-after:api@1.5h', { kind: 'alarm-after', name: 'api', afterMs: 5_400_000 }],
    ['lost-events', { kind: 'lost-events' }],
    ['duplicate-events', { kind: 'duplicate-events' }],
    ['reordered-events', { kind: 'reordered-events' }],
    [' throttling ', { kind: 'throttling' }],
  ])('%s is read', (text, mishap) => {
    expect(parseMishap(text)).toEqual(mishap);
  });

  test.each([
    ['flood:api', 'mishap "flood:api" is not known'],
    ['stack-failure', 'needs a name, as in stack-failure:NAME'],
    ['throttling:api', 'takes no name'],
    ['alarm:api', 'needs the form alarm:NAME@3m'],
    ['alarm:api@3x', 'needs the form alarm:NAME@3m'],
    ['', 'is not known'],
  ])('"%s" is refused', (text, why) => {
    expect(() => parseMishap(text)).toThrow(why);
  });

  test('a refusal names the error InputInvalid and lists the known mishaps', () => {
    expect(() => parseMishap('x')).toThrow(expect.objectContaining({ name: 'InputInvalid' }));
    for (const { form } of Object.values(MISHAP_FORMS))
      expect(() => parseMishap('x')).toThrow(form);
  });
});
