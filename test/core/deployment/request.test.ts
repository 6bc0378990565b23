import { DeploymentRequest, RollbackOrder } from '../../../core/deployment/request.js';

const REQUEST = { application: 'shop', environment: 'test', workspace: 'w-0123456789abcdef' };
const IMAGE = { repository: '111122223333.dkr.ecr.eu-west-1.amazonaws.com/shop/api' };

test('a workload may be called as a manifest may call it', () => {
  const named = { ...REQUEST, names: ['gRPC', '2fa'], images: { gRPC: { gRPC: IMAGE } } };
  expect(DeploymentRequest.safeParse(named).success).toBe(true);
  const order = { application: 'shop', environment: 'test', workload: 'gRPC' };
  expect(RollbackOrder.safeParse(order).success).toBe(true);
});

test.each([
  { ...REQUEST, names: ['../api'] },
  { ...REQUEST, names: ['-api'] },
  { ...REQUEST, images: { 'a b': { api: IMAGE } } },
  { ...REQUEST, environment: 'Test' },
  { ...REQUEST, application: 'Shop' },
])('%j is refused', (request) => {
  expect(DeploymentRequest.safeParse(request).success).toBe(false);
});
