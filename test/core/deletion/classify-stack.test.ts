import { classifyStack } from '../../../core/deletion/classify-stack.js';

const copilot = { 'copilot-application': 'shop', 'copilot-environment': 'test' };
const long = 'w'.repeat(140);

test.each([
  ['shop-test', copilot, 'environment test'],
  ['shop-test-api', { ...copilot, 'copilot-service': 'api' }, 'workload api'],
  [
    'shop-test-bus',
    { ...copilot, 'copilot-workload-type': 'Environment Addons' },
    'environment-addon bus',
  ],
  // CloudFormation takes 128 characters.
  [`shop-test-${long}`.slice(0, 128), { ...copilot, 'copilot-service': long }, `workload ${long}`],
  // People tag their own stacks so that tasks may read what is in them.
  ['our-secrets', copilot, undefined],
  ['shop-test-secrets', copilot, undefined],
  ['shop-test-api-old', { ...copilot, 'copilot-service': 'api' }, undefined],
  ['bus', { ...copilot, 'copilot-workload-type': 'Environment Addons' }, undefined],
  ['shop-infrastructure-roles', { 'copilot-application': 'shop' }, undefined],
  ['shop-test', {}, undefined],
])('%s with %j', (stackName, tags, expected) => {
  const found = classifyStack({ stackName, tags });
  expect(found && `${found.kind} ${found.name}`).toBe(expected);
});
