import { Duration } from 'aws-cdk-lib';
import { EventSourceMapping, type IFunction, StartingPosition } from 'aws-cdk-lib/aws-lambda';
import { SqsDlq } from 'aws-cdk-lib/aws-lambda-event-sources';
import type { IQueue } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import { ANNOUNCED_KEYS } from '../../functions/support/runtime/triggers.js';

export type AnnouncementsProps = {
  /** Of the ledger's table. */
  readonly streamArn: string;
  readonly handler: IFunction;
  /** Takes what could not be told; an alarm watches it. */
  readonly undelivered: IQueue;
};

/** New lines of timelines reach `announce`, each deployment's in order. */
export class Announcements extends Construct {
  constructor(
    scope: Construct,
    id: string,
    { streamArn, handler, undelivered }: AnnouncementsProps,
  ) {
    super(scope, id);
    const sortKey = ANNOUNCED_KEYS.map((prefix) => ({ prefix }));
    new EventSourceMapping(this, 'Stream', {
      target: handler,
      eventSourceArn: streamArn,
      startingPosition: StartingPosition.LATEST,
      filters: [
        {
          pattern: JSON.stringify({
            eventName: ['INSERT'],
            dynamodb: { Keys: { sk: { S: sortKey } } },
          }),
        },
      ],
      reportBatchItemFailures: true,
      // What has happened longer ago is news to nobody.
      maxRecordAge: Duration.hours(1),
      retryAttempts: 10,
      onFailure: new SqsDlq(undelivered),
    });
  }
}
