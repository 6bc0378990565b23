import { describeStep } from '../../../core/deployment/step-name.js';

test.each([
  ['deploy/workload/api', 'deployment of api'],
  ['restore/environment-addon/bus', 'restoration of bus'],
  ['delete/environment/test', 'deletion of environment test'],
  ['delete/application/shop', 'deletion of application shop'],
])('%s is the %s', (step, words) => {
  expect(describeStep(step)).toBe(words);
});
