import { Duration, SecretValue } from 'aws-cdk-lib';
import {
  ApiDestination,
  Authorization,
  Connection,
  EventField,
  type EventPattern,
  type IApiDestination,
  type IEventBus,
  type IRuleTarget,
  Rule,
  RuleTargetInput,
} from 'aws-cdk-lib/aws-events';
import { ApiDestination as ApiDestinationTarget, SnsTopic } from 'aws-cdk-lib/aws-events-targets';
import { Topic } from 'aws-cdk-lib/aws-sns';
import type { IQueue } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import type { EventType } from '../../core/events/event-schemas.js';
import { EVENT_SOURCE } from '../../core/events/event-version.js';
import type { NotificationsConfig } from '../config.js';

export type NotificationsProps = {
  readonly prefix: string;
  readonly bus: IEventBus;
  readonly notifications: NotificationsConfig;
  /** Takes what could not be delivered; an alarm watches it. */
  readonly undelivered: IQueue;
};

const HEADLINE = EventField.fromPath('$.detail.headline');

/** Rules that pass Autoland's events on to where people look; none unless the configuration names one. */
export class Notifications extends Construct {
  readonly #props: NotificationsProps;

  constructor(scope: Construct, id: string, props: NotificationsProps) {
    super(scope, id);
    this.#props = props;
    const { sns, slack, github } = props.notifications;
    if (sns) this.#tellTopic(sns);
    if (slack) this.#tellSlack(slack);
    for (const repository of github) this.#tellGithub(repository);
  }

  #tellTopic({ topicArn, events }: NonNullable<NotificationsConfig['sns']>): void {
    const topic = Topic.fromTopicArn(this, 'Topic', topicArn);
    this.#addRule('Sns', { detailType: [...events] }, new SnsTopic(topic, this.#delivery()));
  }

  #tellSlack({ channel, secret, events }: NonNullable<NotificationsConfig['slack']>): void {
    const destination = this.#makeDestination('Slack', {
      secret,
      endpoint: 'https://slack.com/api/chat.postMessage',
    });
    const event = RuleTargetInput.fromObject({
      channel,
      text: `${HEADLINE} (${EventField.fromPath('$.detail.deploymentId')})`,
    });
    const target = new ApiDestinationTarget(destination, { ...this.#delivery(), event });
    this.#addRule('Slack', { detailType: [...events] }, target);
  }

  /** One rule per state: a rule cannot turn a verdict into another word. */
  #tellGithub({ application, repository, secret }: NotificationsConfig['github'][number]): void {
    const id = `Github${application}`;
    const destination = this.#makeDestination(id, {
      secret,
      endpoint: `https://api.github.com/repos/${repository}/statuses/*`,
    });
    const about = { application: [application], kind: ['deploy'], sourceCommit: [{ prefix: '' }] };
    const tell = (state: 'pending' | 'success' | 'failure', type: EventType, verdict?: unknown) => {
      const target = new ApiDestinationTarget(destination, {
        ...this.#delivery(),
        pathParameterValues: ['$.detail.sourceCommit'],
        event: RuleTargetInput.fromObject({
          state,
          context: `autoland/${EventField.fromPath('$.detail.environment')}`,
          description: HEADLINE,
        }),
      });
      const detail = { ...about, ...(verdict ? { verdict: [verdict] } : {}) };
      this.#addRule(`${id}-${state}`, { detailType: [type], detail }, target);
    };
    tell('pending', 'deployment.started');
    tell('success', 'deployment.finished', 'SUCCEEDED');
    tell('failure', 'deployment.finished', { 'anything-but': 'SUCCEEDED' });
  }

  #makeDestination(
    id: string,
    { secret, endpoint }: { readonly secret: string; readonly endpoint: string },
  ): IApiDestination {
    const name = `${this.#props.prefix}-${id}`;
    const connection = new Connection(this, `${id}Connection`, {
      connectionName: name,
      // CloudFormation reads the secret itself: neither template nor event holds it.
      authorization: Authorization.apiKey('Authorization', SecretValue.secretsManager(secret)),
    });
    return new ApiDestination(this, `${id}Destination`, {
      apiDestinationName: name,
      connection,
      endpoint,
      rateLimitPerSecond: 5,
    }) as IApiDestination;
  }

  #delivery() {
    return {
      deadLetterQueue: this.#props.undelivered,
      // What has happened longer ago is news to nobody.
      maxEventAge: Duration.hours(1),
      retryAttempts: 10,
    };
  }

  #addRule(name: string, pattern: EventPattern, target: IRuleTarget): void {
    const { bus, prefix } = this.#props;
    new Rule(this, `${name}Rule`, {
      ruleName: `${prefix}-notify-${name}`,
      eventBus: bus,
      eventPattern: { source: [EVENT_SOURCE], ...pattern },
      targets: [target],
    });
  }
}
