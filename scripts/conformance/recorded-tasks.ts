import type {
  Json,
  JsonObject,
  ScheduledTask,
  TaskImplementations,
  TaskReply,
} from '../../local/asl/api.js';
import type { ConformanceCase, RecordedAttempt } from './case-format.js';

/** Answers tasks with what AWS got, one queue per state, and notes what was asked. */
export class RecordedTasks implements TaskImplementations {
  readonly asked: JsonObject[] = [];
  readonly problems: string[] = [];
  readonly #queues: Map<string, RecordedAttempt[]>;
  readonly #objects: NonNullable<ConformanceCase['s3Objects']>;

  constructor(recorded: Pick<ConformanceCase, 'tasks' | 's3Objects'>) {
    this.#queues = new Map(
      Object.entries(recorded.tasks ?? {}).map(([state, attempts]) => [state, [...attempts]]),
    );
    this.#objects = recorded.s3Objects ?? [];
  }

  /** States whose recorded attempts were not all used. */
  get leftOver(): readonly string[] {
    return [...this.#queues].filter(([, queue]) => queue.length > 0).map(([state]) => state);
  }

  intercept(task: ScheduledTask): TaskReply {
    this.asked.push(describeAsked(task));
    const attempt = this.#take(task);
    if (!attempt) {
      this.problems.push(`no recorded attempt is left for ${task.stateName}`);
      return { kind: 'fail', error: 'NoRecordedAttempt' };
    }
    if (attempt.succeed !== undefined) return { kind: 'succeed', result: attempt.succeed };
    if (!attempt.fail) return { kind: 'no-answer' };
    const { error, cause } = attempt.fail;
    return {
      kind: 'fail',
      ...(error === undefined ? {} : { error }),
      ...(cause === undefined ? {} : { cause }),
      isRefused: attempt.submitted === undefined,
    };
  }

  invokeLambda(functionArn: string): Promise<never> {
    return Promise.reject(new Error(`${functionArn} is called past the recording`));
  }

  async callService(service: string, action: string, args: JsonObject): Promise<Json> {
    if (action === 'getObject') return { Body: this.#getBody(args) };
    if (action === 'listObjectsV2') return { Contents: this.#listObjects(args) };
    if (action === 'putObject') return {};
    throw new Error(`${service}:${action} is called past the recording`);
  }

  #take(task: ScheduledTask): RecordedAttempt | undefined {
    const queue = this.#queues.get(task.stateName) ?? [];
    const own = queue.findIndex(
      ({ iteration }) => iteration !== undefined && iteration === task.iteration,
    );
    return own < 0 ? queue.shift() : queue.splice(own, 1)[0];
  }

  #getBody({ Bucket, Key }: JsonObject): string {
    const found = this.#objects.find(({ bucket, key }) => bucket === Bucket && key === Key);
    if (!found) throw new Error(`no object ${String(Key)} in ${String(Bucket)}`);
    return found.body;
  }

  #listObjects({ Bucket }: JsonObject): readonly Json[] {
    return this.#objects
      .filter(({ bucket }) => bucket === Bucket)
      .map(({ key, body }) => ({
        Etag: '"0"',
        Key: key,
        LastModified: 0,
        Size: body.length,
        StorageClass: 'STANDARD',
      }));
  }
}

function describeAsked(task: ScheduledTask): JsonObject {
  const { stateName, input, timeoutSeconds, heartbeatSeconds, credentials } = task;
  return {
    name: stateName,
    input,
    ...(timeoutSeconds === undefined ? {} : { timeoutSeconds }),
    ...(heartbeatSeconds === undefined ? {} : { heartbeatSeconds }),
    ...(credentials ? { credentials: { roleArn: credentials.RoleArn ?? null } } : {}),
  };
}
