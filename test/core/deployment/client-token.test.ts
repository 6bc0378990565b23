import { clientToken } from '../../../core/deployment/client-token.js';

describe('clientToken', () => {
  test('says deployment, epoch and step in what CloudFormation takes', () => {
    expect(clientToken('d-1', 7, 'deploy/workload/api')).toBe('d-1-7-deploy-workload-api');
  });

  test('long names are cut to 128 and stay apart', () => {
    const [one, other] = ['x', 'y'].map((end) =>
      clientToken('d-1', 7, `deploy/workload/${'a'.repeat(200)}${end}`),
    );
    expect(one).toHaveLength(128);
    expect(one).toMatch(/^[a-zA-Z][-a-zA-Z0-9]*$/);
    expect(one).not.toBe(other);
  });
});
