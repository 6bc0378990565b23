import { DeletionRequest, describeTarget } from '../../../core/deletion/deletion-request.js';
import { describeCommand } from '../../../core/deletion/describe-command.js';

const key = { application: 'shop', environment: 'test' };

test.each([
  [
    { target: { kind: 'workload', name: 'api' } },
    'workload api of shop-test',
    'autoland svc delete --app shop --env test --name api --yes',
  ],
  [
    { target: { kind: 'environment-addon', name: 'bus' }, confirm: ['test'] },
    'environment addon bus of shop-test',
    'autoland env delete --app shop --name test --addons bus --confirm test --yes',
  ],
  [
    { target: { kind: 'environment' }, cascade: true },
    'environment test of shop',
    'autoland env delete --app shop --name test --cascade --yes',
  ],
  [
    { target: { kind: 'application' } },
    'application shop',
    'autoland app delete --name shop --yes',
  ],
])('%j', (input, target, command) => {
  const request = DeletionRequest.parse(input);
  expect(describeTarget(request.target, key)).toBe(target);
  expect(describeCommand(request, key)).toBe(command);
});
