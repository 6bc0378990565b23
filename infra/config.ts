import { RetentionDays } from 'aws-cdk-lib/aws-logs';
import type { Node } from 'constructs';
import * as z from 'zod';

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

const Config = z.strictObject({
  /** Prefix of every name; two installations in one account and region need two. */
  name: z
    .string()
    .regex(/^[a-z][a-z0-9-]{1,19}$/)
    .default('autoland'),
  /** Copilot applications that this installation may change. Rights end at `<application>-*`. */
  applications: z.array(z.string().regex(/^[a-z][a-z0-9-]*$/)).min(1),
  logRetentionDays: Retention.default(RetentionDays.THREE_MONTHS),
  throttle: z
    .strictObject({ rate: z.number().int().positive(), burst: z.number().int().positive() })
    .default({ rate: 20, burst: 40 }),
  /** A second endpoint for CI that has an OIDC token (GitHub, GitLab) and no AWS credentials. */
  jwt: Jwt.optional(),
  /** SNS topic that hears of the alarms. */
  alarmTopicArn: z.string().startsWith('arn:').optional(),
  /** Where alarms say their runbook is. */
  runbookUrl: z.url().default('https://github.com/autoland/autoland/blob/main/docs/operations.md'),
});

export type Config = z.infer<typeof Config>;
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
