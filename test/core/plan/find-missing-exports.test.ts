import { findForeignImports, findMissingExports } from '../../../core/plan/find-missing-exports.js';
import { aManifest, getStacks, NGINX, renderShop } from '../../support/release-input.js';

const importing = (name: string, exportName: string) =>
  aManifest(name, 'Backend Service', `${NGINX}variables: { X: { from_cfn: '${exportName}' } }\n`);

const foreignOf = (files: { readonly [path: string]: string }) =>
  findForeignImports(getStacks(renderShop(files)));

const around = (...names: readonly string[]) => ({
  exports: Object.fromEntries(names.map((name) => [name, 'value'])),
  region: 'eu-west-1',
  accountId: '111122223333',
});

test('what the environment and the other stacks export is not foreign', () => {
  const foreign = foreignOf({
    ...importing('api', 'network-Vpc'),
    ...importing('web', 'network-Vpc'),
  });
  expect(foreign).toEqual(new Map([['network-Vpc', ['api', 'web']]]));
  expect(foreignOf(importing('api', 'shop-test-VpcId'))).toEqual(new Map());
});

test('an import of what nobody exports is told, with the nearest name', () => {
  const foreign = foreignOf(importing('api', 'network-Vpc'));
  expect(findMissingExports(foreign, around('network-Vpc'), 'error')).toEqual([]);
  expect(findMissingExports(foreign, around('network-Vpcs', 'mail'), 'error')).toEqual([
    {
      severity: 'error',
      file: 'copilot/api',
      message: 'imports "network-Vpc", which no stack exports in this account and region',
      hint: 'did you mean "network-Vpcs"?',
    },
  ]);
  expect(findMissingExports(foreign, around(), 'warning')).toMatchObject([
    { severity: 'warning', hint: 'deploy the stack that exports it first, or correct the name' },
  ]);
});

test("names with CloudFormation's pseudo parameters are compared as they will be", () => {
  const foreign = new Map([
    ['net-${AWS::Region}-${AWS::AccountId}', ['api']],
    ['net-${AWS::URLSuffix}', ['api']],
  ]);
  expect(findMissingExports(foreign, around('net-eu-west-1-111122223333'), 'error')).toEqual([]);
  expect(findMissingExports(foreign, around(), 'error')).toMatchObject([
    { message: expect.stringContaining('"net-eu-west-1-111122223333"') },
  ]);
});
