import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import * as z from 'zod';
import { VERDICTS } from '../../../core/verdict.js';

const Workload = z.strictObject({
  name: z.string(),
  type: z.enum(['Backend Service', 'Worker Service', 'Scheduled Job']).optional(),
  alarms: z
    .union([z.array(z.string()), z.strictObject({ cpu_utilization: z.number() })])
    .optional(),
  dependsOn: z.array(z.string()).optional(),
  changes: z.boolean().optional(),
  lines: z.array(z.string()).optional(),
});

const Workspace = z.strictObject({
  /** For people: what it holds. */
  about: z.string(),
  workloads: z.array(Workload),
  addons: z.array(z.string()).optional(),
  files: z.record(z.string(), z.string()).optional(),
});

const Scenario = z.strictObject({
  name: z.string(),
  /** What the release is made of. */
  workspace: z.string(),
  /** What the releases before it were made of, where that is something else. */
  from: z.string().optional(),
  /** Releases in place before. */
  before: z.number().int().min(0).default(1),
  /** The release has the content of the one in place. */
  unchanged: z.boolean().default(false),
  /** Alarms that exist outside of every stack; `errors` and `latency` unless said otherwise. */
  alarms: z.array(z.string()).default(['errors', 'latency']),
  /** Composite alarms that exist, with their rules over those. */
  composites: z.record(z.string(), z.string()).default({}),
  /** Workloads whose image is built anew for every release, and pushed to the application's own repository. */
  images: z.array(z.string()).default([]),
  /** Of the request; whatever is not named has its default. */
  options: z.record(z.string(), z.unknown()).default({}),
  /** `<moment> [+ <n>m]: <what happens>` */
  happens: z.array(z.string()),
  expect: z.strictObject({
    verdict: z.enum(VERDICTS),
    /** Which net caught it; none: another failure, or nothing did. */
    net: z.enum(['ecs', 'cloudformation', 'autoland', 'none']),
    /** Minutes for which that net had guarded the release. */
    minutes: z.number().optional(),
    /** Part of the cause, or of the summary where there is none. */
    because: z.string().optional(),
    /** What Autoland itself put back, in this order. */
    restored: z.array(z.string()).default([]),
    /** Stacks that are not as before the release. */
    differs: z.array(z.string()).default([]),
    /** What a person is told to restore. */
    notRestored: z.array(z.string()).default([]),
    /** Verdicts of other releases: `release 1` was the first in place. */
    others: z.record(z.string(), z.enum(VERDICTS)).default({}),
  }),
});
export type Scenario = z.infer<typeof Scenario>;

const ScenarioFile = z.strictObject({
  workspaces: z.record(z.string(), Workspace),
  groups: z.array(z.strictObject({ title: z.string(), scenarios: z.array(Scenario) })),
});
export type ScenarioFile = z.infer<typeof ScenarioFile>;

const FILE = join(import.meta.dirname, '..', '..', 'scenarios', 'rollback-scenarios.yml');

/** The table of scenarios, `test/scenarios/rollback-scenarios.yml`. */
export function readScenarios(): ScenarioFile {
  return ScenarioFile.parse(parse(readFileSync(FILE, 'utf8')));
}
