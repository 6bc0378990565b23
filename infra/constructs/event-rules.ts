import { Duration, Stack } from 'aws-cdk-lib';
import { CfnEventBusPolicy, type EventPattern, Rule, Schedule } from 'aws-cdk-lib/aws-events';
import { LambdaFunction } from 'aws-cdk-lib/aws-events-targets';
import type { IFunction } from 'aws-cdk-lib/aws-lambda';
import { Queue, QueueEncryption } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import type { FunctionName, Trigger } from '../../functions/support/runtime/triggers.js';
import { acknowledge } from './rights.js';

export type EventRulesProps = {
  readonly prefix: string;
  readonly applications: readonly string[];
  /** Other accounts, whose environments' events are forwarded to the account's own bus. */
  readonly accounts: readonly string[];
  readonly triggers: readonly Trigger[];
  readonly functions: { readonly [name in FunctionName]: IFunction };
};

type Narrowing = { readonly [key: string]: unknown };

/** EventBridge rules from the list that the embedded runtime reads too, with one queue for what could not be delivered. */
export class EventRules extends Construct {
  readonly undelivered: Queue;

  constructor(scope: Construct, id: string, props: EventRulesProps) {
    super(scope, id);
    this.undelivered = new Queue(this, 'Undelivered', {
      queueName: `${props.prefix}-undelivered-events`,
      encryption: QueueEncryption.SQS_MANAGED,
      enforceSSL: true,
      retentionPeriod: Duration.days(14),
    });
    acknowledge(this.undelivered, {
      'AwsSolutions-SQS3': 'it is the dead-letter queue of the rules; an alarm watches it',
    });
    for (const trigger of props.triggers) this.#makeRule(trigger, props);
    for (const account of props.accounts) this.#letForward(account, props);
  }

  #letForward(account: string, { prefix }: EventRulesProps): void {
    const { partition } = Stack.of(this);
    new CfnEventBusPolicy(this, `From${account}`, {
      statementId: `${prefix}-${account}`,
      statement: {
        Effect: 'Allow',
        Principal: { AWS: `arn:${partition}:iam::${account}:root` },
        Action: 'events:PutEvents',
        Resource: Stack.of(this).formatArn({
          service: 'events',
          resource: 'event-bus',
          resourceName: 'default',
        }),
      },
    });
  }

  #makeRule(trigger: Trigger, props: EventRulesProps): void {
    const when =
      'pattern' in trigger
        ? { eventPattern: narrowPattern(trigger.pattern, props) }
        : { schedule: Schedule.rate(Duration.minutes(trigger.scheduleMinutes)) };
    new Rule(this, trigger.name, {
      ruleName: `${props.prefix}-${trigger.name}`,
      ...when,
    }).addTarget(
      new LambdaFunction(props.functions[trigger.function], {
        deadLetterQueue: this.undelivered,
        // An old hint is worth nothing: the janitor has looked by then.
        maxEventAge: Duration.hours(1),
        retryAttempts: 10,
      }),
    );
  }
}

/**
 * Other people's stacks, services and machines in the account would only wake us for nothing: the pattern is narrowed to
 * names that begin with ours. Alarms carry any name, so all of them come through.
 */
export function narrowPattern(
  pattern: { readonly [key: string]: unknown },
  { prefix, applications }: Pick<EventRulesProps, 'prefix' | 'applications'>,
): EventPattern {
  const named = (before: string): readonly Narrowing[] =>
    applications.map((application) => ({ wildcard: `${before}${application}-*` }));
  const detail = pattern.detail as Narrowing | undefined;
  const narrowings: { readonly [source: string]: Narrowing } = {
    'aws.cloudformation': { detail: { ...detail, 'stack-id': named('*:stack/') } },
    // Hooks name the deployment of a service, everything else the service.
    'aws.ecs': { resources: [...named('*:service/'), ...named('*:service-deployment/')] },
    'aws.states': {
      detail: { ...detail, stateMachineArn: [{ wildcard: `*:stateMachine:${prefix}-*` }] },
    },
  };
  const [source = ''] = (pattern.source ?? []) as readonly string[];
  const { 'detail-type': detailType, ...rest } = { ...pattern, ...narrowings[source] };
  return { ...rest, ...(detailType ? { detailType: detailType as string[] } : {}) };
}
