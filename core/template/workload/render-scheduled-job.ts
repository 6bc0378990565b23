import type { ScheduledJob } from '../../manifest/schema/scheduled-job.js';
import type { RenderedStack } from '../../release/release.js';
import type { RenderContext } from '../context.js';
import { findScheduleExpression } from '../job/schedule.js';
import { renderStateMachine } from '../job/state-machine.js';
import { renderTrigger } from '../job/trigger.js';
import { renderEcsStack } from './ecs-stack.js';
import { SCHEDULE_PARAMETERS } from './template-parameters.js';

/** The stack of a Scheduled Job: a state machine that runs one task, started by a rule. */
export function renderScheduledJob(job: ScheduledJob, context: RenderContext): RenderedStack {
  const boundary = context.facts.application.permissionsBoundary;
  const found = findScheduleExpression(job.on.schedule);
  // A schedule that cannot be read has been told as an issue; the text itself is the best that is left.
  const schedule = found.ok ? found.expression : job.on.schedule;
  return renderEcsStack(job, context, {
    description: 'A scheduled job on Amazon ECS.',
    parameters: SCHEDULE_PARAMETERS,
    values: { Schedule: schedule },
    conditions: {},
    resources: { ...renderTrigger(schedule, boundary), ...renderStateMachine(job, context) },
    outputs: {},
    alarms: { created: [], named: [] },
    after: [],
  });
}
