import { join } from 'node:path';
import { ROOT } from '../../../infra/bundling/bundling.js';
import { findQuotedNames } from '../../../infra/bundling/named-errors.js';

test('the errors that functions tell from others are found in their sources', () => {
  const names = findQuotedNames([join(ROOT, 'functions')]);
  expect([...names]).toEqual(
    expect.arrayContaining(['ChangeSetNotFoundException', 'TargetGroupNotFoundException']),
  );
  expect(names.has('DocumentAlreadyExists')).toBe(false);
});
