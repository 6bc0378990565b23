import { type Caller, decideAccess } from '../../../core/access/decide-access.js';

const SUBJECTS = ['repo:shop/shop:environment:production', 'repo:shop/tools:*'];

describe('decideAccess', () => {
  test.each<[string, Caller, 'granted' | 'refused']>([
    ['AWS credentials', { kind: 'iam' }, 'granted'],
    ['a request that nothing checked', { kind: 'unknown' }, 'refused'],
    ['a named subject', { kind: 'token', subject: SUBJECTS[0] }, 'granted'],
    [
      'a subject below a named beginning',
      { kind: 'token', subject: 'repo:shop/tools:ref:refs/heads/main' },
      'granted',
    ],
    [
      'another branch of the same repository',
      { kind: 'token', subject: 'repo:shop/shop:ref:refs/heads/x' },
      'refused',
    ],
    [
      'a repository whose name begins alike',
      { kind: 'token', subject: 'repo:shop/tools-evil:ref:refs/heads/main' },
      'refused',
    ],
    ['the pattern itself as text', { kind: 'token', subject: 'repo:shop/*' }, 'refused'],
    ['a token without a subject', { kind: 'token', subject: undefined }, 'refused'],
    ['an empty subject', { kind: 'token', subject: '' }, 'refused'],
  ])('%s is decided', (_who, caller, kind) => {
    expect(decideAccess(caller, SUBJECTS).kind).toBe(kind);
  });

  test('a token is refused where no subject is named', () => {
    expect(decideAccess({ kind: 'token', subject: 'x' }, []).kind).toBe('refused');
  });
});
