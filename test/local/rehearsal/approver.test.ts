import { prepareRehearsal } from '../../../local/rehearsal/prepare.js';
import { type RehearsalResult, rehearse } from '../../../local/rehearsal/rehearse.js';
import type { ApproverAnswer } from '../../../local/rehearsal/simulate-approver.js';
import { aWorkspace } from '../../support/workspaces.js';

const files = aWorkspace({ workloads: [{ name: 'api', changes: false }] });

async function rehearseWith(
  approve: ApproverAnswer | undefined,
  from: 'nothing' | 'previous' = 'nothing',
): Promise<Extract<RehearsalResult, { kind: 'ended' }>['document']> {
  const environment = 'test';
  const preparation = prepareRehearsal({ files, environment, facts: {}, mishaps: [] });
  if (!preparation.ok) throw new Error('the workspace has mistakes');
  const { prepared } = preparation;
  const request = { files, environment, prepared, facts: {}, mishaps: [], seed: 1, options: {} };
  const result = await rehearse({ ...request, from, approve });
  if (result.kind !== 'ended') throw new Error(result.problem.detail);
  return result.document;
}

describe('rehearse --approve', () => {
  test('without it nobody is asked', async () => {
    expect(await rehearseWith(undefined)).toMatchObject({ verdict: 'SUCCEEDED', approvals: [] });
  });

  test.each([
    ['yes', 'SUCCEEDED'],
    ['no', 'FAILED_CLEAN'],
  ] as const)('%s: a person answers after a minute', async (answer, verdict) => {
    const { approvals, ...document } = await rehearseWith(answer);
    expect(document.verdict).toBe(verdict);
    const [approval] = approvals;
    expect(approval?.decision?.by).toBe('a rehearsed person');
    expect((approval?.decision?.at ?? 0) - (approval?.requestedAt ?? 0)).toBe(60_000);
  });

  test('never: time runs out', async () => {
    const { verdict, approvals } = await rehearseWith('never');
    expect(verdict).toBe('FAILED_CLEAN');
    expect(approvals).toMatchObject([{ decision: { by: 'autoland' } }]);
  });

  test('the release before is in place without anybody’s approval', async () => {
    const { verdict, approvals } = await rehearseWith('yes', 'previous');
    expect(verdict).toBe('SUCCEEDED');
    expect(approvals).toHaveLength(1);
  });
});
