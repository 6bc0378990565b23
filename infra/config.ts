import { RetentionDays } from 'aws-cdk-lib/aws-logs';
import type { Node } from 'constructs';
import * as z from 'zod';
import { EVENT_SCHEMAS, type EventType } from '../core/events/event-schemas.js';

const Retention = z
  .number()
  .refine(
    (days) => Object.values(RetentionDays).includes(days),
    'CloudWatch Logs has no such retention',
  )
  .transform((days): RetentionDays => days);

const Jwt = z.strictObject({
  issuer: z.url({ protocol: /^https$/ }),
  audience: z.array(z.string().min(1)).min(1),
  /** Who may deploy: `sub` claims, exact or, behind owner and repository (`repo:owner/name:*`), by their beginning. */
  subjects: z
    .array(
      z
        .string()
        .regex(
          /^([^*]+|[^*/]+\/[^*]+:\*)$/,
          'a subject is text without *, or owner/name:* at its end',
        ),
    )
    .min(1),
});

const EVENT_TYPES = Object.keys(EVENT_SCHEMAS) as [EventType, ...EventType[]];

/** What people want to hear of; each step would be too much. */
const NOTEWORTHY: readonly EventType[] = [
  'approval.requested',
  'deployment.finished',
  'rollback.started',
];

const Events = z
  .array(z.enum(EVENT_TYPES))
  .min(1)
  .default([...NOTEWORTHY]);

/** Who hears of Autoland's events. Tokens stay in Secrets Manager; here is the secret's name only. */
const Notifications = z.strictObject({
  sns: z
    .strictObject({
      /** Its policy must let events.amazonaws.com publish. */
      topicArn: z.string().startsWith('arn:'),
      events: Events,
    })
    .optional(),
  slack: z
    .strictObject({
      channel: z.string().min(1),
      /** Secret that holds `Bearer xoxb-…` of a Slack app with the scope chat:write. */
      secret: z.string().min(1),
      events: Events,
    })
    .optional(),
  /** The commit status of what is deployed; requests must name their whole `sourceCommit`. */
  github: z
    .array(
      z.strictObject({
        application: z.string().min(1),
        repository: z.string().regex(/^[\w.-]+\/[\w.-]+$/, 'a repository is owner/name'),
        /** Secret that holds `Bearer ghp_…` of a token that may write commit statuses. */
        secret: z.string().min(1),
      }),
    )
    .default([]),
});

const Config = z.strictObject({
  /** Prefix of every name; two installations in one account and region need two. */
  name: z
    .string()
    .regex(/^[a-z][a-z0-9-]{1,19}$/)
    .default('autoland'),
  /** Copilot applications that this installation may change. Rights end at `<application>-*`. */
  applications: z.array(z.string().regex(/^[a-z][a-z0-9-]*$/)).min(1),
  /** Other accounts that environments are in. Other regions need not be named. */
  accounts: z.array(z.string().regex(/^\d{12}$/)).default([]),
  logRetentionDays: Retention.default(RetentionDays.THREE_MONTHS),
  /**
   * Stacks of workloads and addons that may be changed at once in one account and region, over all deployments.
   * CloudFormation changes 2,500 resources at once (`ConcurrentResourcesLimit`), a service's stack up to a dozen.
   */
  operationsAtOnce: z.number().int().min(1).max(1000).default(200),
  throttle: z
    .strictObject({ rate: z.number().int().positive(), burst: z.number().int().positive() })
    .default({ rate: 20, burst: 40 }),
  /** A second endpoint for CI that has an OIDC token (GitHub, GitLab) and no AWS credentials. */
  jwt: Jwt.optional(),
  /** Off where absent. */
  notifications: Notifications.prefault({}),
  /** SNS topic that hears of the alarms. */
  alarmTopicArn: z.string().startsWith('arn:').optional(),
  /** Where alarms say their runbook is. */
  runbookUrl: z.url().default('https://github.com/autoland/autoland/blob/main/docs/operations.md'),
});

export type Config = z.infer<typeof Config>;
export type NotificationsConfig = Config['notifications'];
export type JwtConfig = NonNullable<Config['jwt']>;

/** The configuration of an installation: context key `autoland` of cdk.json or `cdk --context`. */
export function readConfig(node: Node): Config {
  const given: unknown = node.tryGetContext('autoland');
  // Text when it comes from the command line.
  const parsed = Config.safeParse(typeof given === 'string' ? JSON.parse(given) : given);
  if (parsed.success) return parsed.data;
  const problems = parsed.error.issues.map(
    (issue) => `autoland.${issue.path.join('.')}: ${issue.message}`,
  );
  throw new Error(`context: ${problems.join('; ')}`);
}
