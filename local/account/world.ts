import type { Clock } from '../clock.js';
import type { Dice } from './dice.js';
import type { MishapBoard } from './mishap-board.js';
import type { AccountEvent } from './simulated-account.js';

/** What all services of one account share. */
export type World = {
  readonly clock: Clock;
  readonly dice: Dice;
  readonly accountId: string;
  readonly region: string;
  readonly mishaps: MishapBoard;
  readonly send: (event: {
    readonly source: string;
    readonly detailType: string;
    readonly resources?: readonly string[];
    readonly detail: { readonly [key: string]: unknown };
  }) => AccountEvent;
};

export const findNow = (world: World): Date => new Date(world.clock.now());

/** `arn:aws:SERVICE:REGION:ACCOUNT:RESOURCE` */
export const formatArn = (world: World, service: string, resource: string): string =>
  `arn:aws:${service}:${world.region}:${world.accountId}:${resource}`;

export const sleep = (world: World, ms: number): Promise<void> =>
  new Promise((resolve) => {
    world.clock.after(ms, resolve);
  });
