import { ledger } from '../ledger/current-ledger.js';

/** While a deployment of the very same request is under way, it is the answer; once it has ended, the request is a new one. */
export async function keyOfSameRequest(
  application: string,
  environment: string,
  requestHash: string,
): Promise<string> {
  const { deployments } = await ledger().deployments.list({ application, environment, limit: 50 });
  const same = deployments.filter((deployment) => deployment.requestHash === requestHash);
  const ended = same.filter((deployment) => deployment.verdict !== null);
  return `request/${application}/${environment}/${requestHash}/${ended[0]?.deploymentId ?? 'first'}`;
}
