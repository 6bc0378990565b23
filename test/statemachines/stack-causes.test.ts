import { elb } from '../../functions/support/aws/elb.js';
import type { DeploymentDocument } from '../../functions/support/deployments/document.js';
import { parseMishap } from '../../local/account/mishaps.js';
import { alterAnswers } from '../support/alter-answers.js';
import { anInstallation, type Installation } from '../support/installation.js';
import { holdInvariants } from '../support/invariants.js';
import { aWorkspace } from '../support/workspaces.js';

holdInvariants();

const QUICK = { bakeMinutes: 0 };
const GAVE_UP = "Error occurred during operation 'ECS Deployment Circuit Breaker was triggered'";
const web = aWorkspace({
  files: {
    'copilot/web/manifest.yml': `name: web
type: Load Balanced Web Service
image: { location: public.ecr.aws/docker/library/nginx:1.29, port: 80 }
http: { path: / }
cpu: 256
memory: 512
count: 1
variables:
  VERSION: \${VERSION}
`,
  },
});
const api = aWorkspace({ workloads: [{ name: 'api', alarms: ['api-errors'] }] });

async function deployWith(
  mishaps: readonly string[],
  files = api,
  it: Installation = anInstallation({ alarms: ['api-errors'] }),
): Promise<DeploymentDocument> {
  await it.deploy(files, { version: '1', options: QUICK });
  for (const mishap of mishaps) it.account.inject(parseMishap(mishap));
  return it.deploy(files, { version: '2', options: QUICK });
}

describe('the cause of a service that does not come up', () => {
  test.each([[['unhealthy-release:api']], [['unhealthy-release:api', 'lost-events']]])(
    'is what its tasks say: %s',
    async (mishaps) => {
      expect(await deployWith(mishaps)).toMatchObject({
        verdict: 'ROLLED_BACK',
        summary: expect.stringMatching(/\d tasks stopped: Task failed container health checks$/),
        rootCause: {
          step: 'api',
          logicalId: 'Service',
          class: 'release',
          reason: expect.stringMatching(
            new RegExp(`^${GAVE_UP}; \\d tasks stopped: Task failed container health checks$`),
          ),
          nextStep: expect.stringContaining('logs of the stopped tasks'),
        },
      });
    },
  );

  test('is told though the service is gone by then: a first creation', async () => {
    const it = anInstallation({ alarms: ['api-errors'] });
    it.account.inject(parseMishap('unhealthy-release:api'));
    const document = await it.deploy(api, { options: QUICK });
    expect(document.rootCause?.reason).toMatch(
      /tasks stopped: Task failed container health checks/,
    );
  });

  test('is what the load balancer says when its checks fail', async () => {
    const Description = 'Health checks failed with these codes: [502]';
    const it = anInstallation();
    const restore = alterAnswers(elb.home, {
      DescribeTargetHealth: async () => ({
        TargetHealthDescriptions: [{ TargetHealth: { State: 'unhealthy', Description } }],
      }),
    });
    const document = await deployWith(['unhealthy-release:web'], web, it);
    restore();
    expect(document.rootCause).toMatchObject({
      class: 'release',
      reason: expect.stringMatching(
        /tasks stopped: Task failed ELB health checks .*\(Health checks failed with these codes: \[502\]\)$/,
      ),
    });
  });

  test.each([[[]], [['lost-events']]])(
    'is the alarm when one stopped its deployment of which CloudFormation does not know: %s',
    async (mishaps) => {
      // CloudFormation takes five at most.
      const alarms = ['a1', 'a2', 'a3', 'a4', 'a5', 'a6'];
      const files = aWorkspace({ workloads: [{ name: 'api', alarms }] });
      const it = anInstallation({ alarms });
      await it.deploy(files, { version: '1', options: QUICK });
      for (const mishap of mishaps) it.account.inject(parseMishap(mishap));
      const id = await it.start(files, { version: '2', options: QUICK });
      await it.runUntilInvoked('execute-change-set', {
        deploymentId: id,
        step: 'deploy/workload/api',
      });
      await it.runFor(1);
      it.account.alarms.set('a6', 'ALARM', '12 errors');
      await it.runUntilIdle();
      expect(await it.document(id)).toMatchObject({
        verdict: 'ROLLED_BACK',
        rootCause: { class: 'release', reason: expect.stringContaining('a6') },
      });
    },
  );
});

test('the cause in a nested stack is the resource inside it, not that the nested stack failed', async () => {
  const withQueue = (delay: string) =>
    aWorkspace({
      workloads: ['api'],
      files: {
        'copilot/api/addons/jobs.yml': `Parameters:
  App: { Type: String }
  Env: { Type: String }
  Name: { Type: String }
Resources:
  Jobs:
    Type: AWS::SQS::Queue
${delay}`,
      },
    });
  const it = anInstallation();
  await it.deploy(withQueue(''), { version: '1', options: QUICK });
  const broken = `  Alarm:
    Type: AWS::SSM::Parameter
    Properties: { Value: x }
`;
  expect(await it.deploy(withQueue(broken), { version: '2', options: QUICK })).toMatchObject({
    verdict: 'ROLLED_BACK',
    rootCause: {
      step: 'api',
      logicalId: 'Alarm',
      class: 'configuration',
      reason: 'Property validation failure: [The property {/Type} is required]',
    },
  });
});
