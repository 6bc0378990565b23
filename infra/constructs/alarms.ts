import { Aws, Duration } from 'aws-cdk-lib';
import {
  Alarm,
  ComparisonOperator,
  type IMetric,
  Metric,
  TreatMissingData,
} from 'aws-cdk-lib/aws-cloudwatch';
import { SnsAction } from 'aws-cdk-lib/aws-cloudwatch-actions';
import { Topic } from 'aws-cdk-lib/aws-sns';
import { Construct } from 'constructs';

export type RunbookAlarm = {
  /** Pascal case; `RollbackFailed` is article `#rollback-failed` of docs/operations.md. */
  readonly name: string;
  /** What has happened, for the person who is woken. */
  readonly description: string;
  readonly metric: IMetric;
  /** Fires at this value or above; default 1. */
  readonly threshold?: number;
  /** Fires below the threshold instead, and when there are no data. */
  readonly below?: boolean;
};

export type AlarmsProps = {
  readonly prefix: string;
  readonly runbookUrl: string;
  readonly topicArn: string | undefined;
  readonly alarms: readonly RunbookAlarm[];
};

/** `RollbackFailed` -> `rollback-failed`: the anchor of the article. */
export function anchorOf(name: string): string {
  return name.replace(/(?<=[a-z])([A-Z])/g, '-$1').toLowerCase();
}

/** Alarms on Autoland itself. Each has an explicit name, a link to its article and a link to the metric's console page. */
export class Alarms extends Construct {
  constructor(scope: Construct, id: string, props: AlarmsProps) {
    super(scope, id);
    const topic = props.topicArn ? Topic.fromTopicArn(this, 'Topic', props.topicArn) : undefined;
    for (const { name, description, metric, threshold = 1, below = false } of props.alarms) {
      const alarmName = `${props.prefix}-${name}`;
      const alarm = new Alarm(this, name, {
        alarmName,
        alarmDescription: [
          description,
          `RunBook: ${props.runbookUrl}#${anchorOf(name)}`,
          `Console: https://console.aws.amazon.com/cloudwatch/home?region=${Aws.REGION}#alarmsV2:alarm/${alarmName}`,
        ].join('\n'),
        metric,
        threshold,
        evaluationPeriods: 1,
        comparisonOperator: below
          ? ComparisonOperator.LESS_THAN_THRESHOLD
          : ComparisonOperator.GREATER_THAN_OR_EQUAL_TO_THRESHOLD,
        treatMissingData: below ? TreatMissingData.BREACHING : TreatMissingData.NOT_BREACHING,
      });
      if (topic) alarm.addAlarmAction(new SnsAction(topic));
    }
  }
}

/** A sum over a window of one of AWS's own metrics. */
export function countOf(
  namespace: string,
  metricName: string,
  dimensions: { readonly [name: string]: string },
  period = Duration.minutes(5),
): Metric {
  return new Metric({
    namespace,
    metricName,
    dimensionsMap: { ...dimensions },
    period,
    statistic: 'Sum',
  });
}
