import { parseMishap } from '../../local/account/mishaps.js';
import { runDeletion } from '../support/deletions.js';
import { listEvents, readEvents } from '../support/events.js';
import { anInstallation, type Installation } from '../support/installation.js';
import { holdInvariants } from '../support/invariants.js';
import { aWorkspace } from '../support/workspaces.js';

holdInvariants();

const SECRET = 'hunter2-hunter2';

const shop = aWorkspace({
  workloads: [{ name: 'api', alarms: ['errors'], lines: ['  PASSWORD: ${PASSWORD}'] }, 'web'],
});

async function deployOver(mishap?: string): Promise<{ it: Installation; id: string }> {
  const it = anInstallation({ alarms: ['errors'] });
  const variables = { VERSION: '1', PASSWORD: SECRET };
  await it.deploy(shop, { variables });
  it.account.calls.clear();
  if (mishap) it.account.inject(parseMishap(mishap));
  const { id } = await it.deploy(shop, {
    variables: { ...variables, VERSION: '2' },
    source: 'github:shop/shop:main',
    sourceCommit: '0123456789abcdef0123456789abcdef01234567',
  });
  await it.runFor(1);
  return { it, id };
}

/** Events of one deployment, in order. */
const eventsOf = (it: Installation, id: string) =>
  listEvents(it).filter(({ detail }) => detail.deploymentId === id);

describe('events on the bus', () => {
  test('of a deployment that succeeds', async () => {
    const it = anInstallation({ alarms: ['errors'] });
    const { id } = await it.deploy(aWorkspace({ workloads: ['api'] }), {
      sourceCommit: '0123456789abcdef0123456789abcdef01234567',
    });
    await it.runFor(1);
    expect(readEvents(it)).toEqual([
      'deploy deployment.started',
      'deploy step.started test',
      'deploy step.ended test done created',
      'deploy step.started api',
      'deploy step.ended api done created',
      'deploy deployment.finished SUCCEEDED',
    ]);
    const [started] = listEvents(it);
    expect(started?.detail).toMatchObject({
      version: 1,
      id: `${id}/accepted`,
      deploymentId: id,
      application: 'shop',
      environment: 'test',
      sourceCommit: '0123456789abcdef0123456789abcdef01234567',
      headline: 'shop/test: started',
    });
    expect(listEvents(it).at(-1)?.detail).toMatchObject({
      headline: 'shop/test: SUCCEEDED: the release serves',
      rootCause: null,
      notRestored: [],
    });
  });

  test('of a release that goes back by itself', async () => {
    const { it, id } = await deployOver('unhealthy-release:web');
    const told = readEvents({ account: it.account }).slice(-eventsOf(it, id).length);
    expect(told).toEqual(
      expect.arrayContaining([
        'deploy step.ended web failed rolled-back',
        'deploy rollback.started',
        'deploy rollback.finished restored',
        'deploy deployment.finished ROLLED_BACK',
      ]),
    );
    const finished = eventsOf(it, id).find(({ type }) => type === 'deployment.finished');
    expect(finished?.detail).toMatchObject({
      rootCause: { class: 'release', step: 'web' },
      source: 'github:shop/shop:main',
    });
  });

  test('of a release that an alarm sends back after success', async () => {
    const { it, id } = await deployOver();
    it.account.alarms.set('errors', 'ALARM', 'too many');
    await it.runFor(30);
    const back = eventsOf(it, `rb-${id}`);
    expect(back.map(({ type }) => type)).toEqual([
      'rollback.started',
      'step.started',
      'step.started',
      'step.ended',
      'step.ended',
      'rollback.finished',
      'deployment.finished',
    ]);
    expect(back[0]?.detail).toMatchObject({
      kind: 'rollback',
      of: id,
      nested: false,
      alarms: ['errors'],
    });
  });

  test('of a question to a person', async () => {
    const it = anInstallation();
    const id = await it.start(aWorkspace({ workloads: ['api'] }), {
      options: { requireApproval: true, approvalMinutes: 60 },
    });
    await it.runUntilIdle();
    await it.runFor(1);
    const [asked] = eventsOf(it, id).filter(({ type }) => type === 'approval.requested');
    const [approval] = (await it.document(id)).approvals;
    expect(asked?.detail).toMatchObject({
      approvalId: approval?.id,
      approvalKind: 'deployment',
      path: `/v1/approvals/${approval?.id}`,
      until: approval?.until,
    });
  });

  test('are told once each, though functions run twice and events come twice', async () => {
    const { it } = await deployOver('duplicate-events');
    const ids = listEvents(it).map(({ detail }) => detail.id);
    expect(new Set(ids).size).toBe(ids.length);
  });

  test('hold no value of a variable', async () => {
    const { it } = await deployOver('unhealthy-release:web');
    expect(JSON.stringify(listEvents(it))).not.toContain(SECRET);
  });

  test('that the bus does not take hold up nothing', async () => {
    const it = anInstallation();
    it.account.register('EventBridge', () => Promise.reject(new Error('the bus is gone')));
    const { verdict } = await it.deploy(aWorkspace({ workloads: ['api'] }));
    await it.runFor(1);
    expect(verdict).toBe('SUCCEEDED');
    expect(listEvents(it)).toEqual([]);
  });
});

test('a bus that fails for a moment is told again', async () => {
  const it = anInstallation();
  let left = 2;
  it.account.register('EventBridge', async (_operation, input) => {
    left -= 1;
    if (left >= 0) throw new Error('not now');
    const { Entries = [] } = input as {
      readonly Entries?: readonly { Source: string; DetailType: string; Detail: string }[];
    };
    for (const { Source, DetailType, Detail } of Entries)
      it.account.events.send({
        source: Source,
        detailType: DetailType,
        detail: JSON.parse(Detail),
      });
    return { Entries: [{}] };
  });
  await it.deploy(aWorkspace({ workloads: ['api'] }));
  await it.runFor(1);
  expect(readEvents(it)).toContain('deploy deployment.started');
});

test('a deletion of a whole application is told without an environment', async () => {
  const it = anInstallation();
  await it.deploy(aWorkspace({ workloads: ['api'] }));
  await runDeletion(it, '');
  await it.runFor(1);
  const told = listEvents(it).filter(({ detail }) => detail.kind === 'delete');
  expect(told.at(-1)).toMatchObject({
    type: 'deployment.finished',
    detail: { environment: '', headline: expect.stringMatching(/^shop: SUCCEEDED/) },
  });
  expect(told.map(({ type }) => type)).toContain('step.ended');
});
