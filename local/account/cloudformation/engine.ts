import type { AlarmBoard } from '../cloudwatch/alarm-board.js';
import type { StackProgressEvent } from '../simulated-account.js';
import type { World } from '../world.js';
import type { ResourceProvider } from './resources/provider.js';
import type { StackStore } from './stack-records.js';
import type { Lookups } from './stack-scope.js';

/** What the stack engine works with. */
export type Engine = {
  readonly world: World;
  readonly lookups: Lookups;
  readonly stacks: StackStore;
  readonly alarms: AlarmBoard;
  findProvider(type: string): ResourceProvider;
  /** Text of a template in S3. Throws a ValidationError. */
  readTemplate(url: string): string;
  notify(event: StackProgressEvent): void;
};
