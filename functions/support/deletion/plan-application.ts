import {
  type ApplicationDeletionPlan,
  planApplicationDeletion,
} from '../../../core/deletion/plan-application-deletion.js';
import { findStack } from '../aws/cloudformation.js';
import { findParameter } from '../aws/ssm.js';
import { ledger } from '../ledger/current-ledger.js';
import { listRecordedComponents, listRecordedEnvironments, records } from './copilot-records.js';
import type { ListedStack } from './list-stacks.js';
import type { CleanUp } from './plan-environment.js';
import { findStackSet } from './stack-sets.js';
import { surveyApplication } from './survey.js';

export type PlannedApplicationDeletion = {
  readonly plan: ApplicationDeletionPlan;
  readonly cleanUp: CleanUp;
  /** Copilot keeps what environments share in a StackSet of this name; null where there is none. */
  readonly stackSet: string | null;
  readonly isKnown: boolean;
};

/** Roles last: CloudFormation works with them on what environments share. */
const OWN_STACKS = ['infrastructure', 'infrastructure-roles'] as const;

/** Looks at all environments, wherever they are, and at what they share, and plans; changes nothing. */
export async function planWholeDeletion(
  application: string,
  confirm: readonly string[],
): Promise<PlannedApplicationDeletion> {
  const [recorded, components, record, stackSet] = await Promise.all([
    listRecordedEnvironments(application),
    listRecordedComponents(application),
    findParameter(records.application(application)),
    findStackSet(`${application}-infrastructure`),
  ]);
  const { here, elsewhere, unreachable } = await surveyApplication(application, recorded);
  const surveys = [here, ...elsewhere];
  const found = surveys.flatMap((survey) => survey.found);
  const names = new Set([
    ...recorded.map(({ name }) => name),
    ...found.map(({ environment }) => environment),
  ]);
  const [own, environments] = await Promise.all([
    findOwnStacks(here.listed, application),
    Promise.all(
      [...names].map(async (name) => ({
        name,
        isProtected: await ledger().protection.find({ application, environment: name }),
      })),
    ),
  ]);
  const plan = planApplicationDeletion({
    application,
    environments,
    unreachable,
    stacks: surveys.flatMap(({ stacks }) => stacks),
    own,
    exports: surveys.flatMap(({ exports }) => exports),
    confirm,
    pipelines: here.listed
      .map(({ stackName }) => stackName)
      .filter((name) => name.startsWith(`pipeline-${application}-`)),
  });
  return {
    plan,
    stackSet: stackSet ? stackSet.name : null,
    cleanUp: {
      // Each environment sees the others' workloads still there: none of them empties the repositories.
      repositories: [
        ...new Set([
          ...components,
          ...found.filter(({ kind }) => kind === 'workload').map(({ name }) => name),
        ]),
      ].map((name) => `${application}/${name}`),
      records: [
        ...components.map((name) => `${records.components(application)}/${name}`),
        ...(record === undefined ? [] : [records.application(application)]),
      ],
    },
    isKnown: names.size > 0 || own.length > 0 || stackSet !== undefined || record !== undefined,
  };
}

async function findOwnStacks(listed: readonly ListedStack[], application: string) {
  const found = await Promise.all(
    OWN_STACKS.map(async (name) => {
      const stackName = `${application}-${name}`;
      if (!listed.some((one) => one.stackName === stackName)) return [];
      const stack = await findStack(stackName);
      // An environment called "infrastructure" is no stack of the application.
      if (!stack || stack.tags['copilot-environment']) return [];
      const { isTerminationProtected, roleArn } = stack;
      return [{ name, stackName, isTerminationProtected, hasRole: roleArn !== undefined }];
    }),
  );
  return found.flat();
}
