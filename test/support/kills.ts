import { AsyncLocalStorage } from 'node:async_hooks';
import type { SimulatedAccount } from '../../local/account/simulated-account.js';
import type { Invocation } from './installation.js';
import { describeInvocation } from './invocations.js';

/** A function dies at its calls (its answer is the last of them) number `at`, `at + every`, …: each of them once in the life of an installation. */
export type KillPlan = {
  /** From 1. */
  readonly at: number;
  readonly every: number;
  /** The call takes effect before the function dies, or it is never made. */
  readonly when: 'before' | 'after';
};

export type Kills = {
  /** `lease acquire, call 3: DynamoDB PutItem`, in order. */
  readonly killed: readonly string[];
  /** Nobody dies before. */
  arm(): void;
  disarm(): void;
  /** Runs something as an invocation of the function named. */
  run<T>(invocation: Pick<Invocation, 'name' | 'event'>, work: () => Promise<T>): Promise<T>;
  /** Puts itself between the functions and the account. */
  mount(account: SimulatedAccount): void;
};

type Life = { readonly what: string; calls: number; isDead: boolean; readonly die: () => void };

/** Not of this world any more: nothing that comes after the call runs, not even what catches errors. */
const never = new Promise<never>(() => undefined);

/** As Lambda reports a function whose process has gone; state machines try again. */
const death = (): Error => Object.assign(new Error('killed'), { name: 'Lambda.Unknown' });

export function planKills({ at, every, when }: KillPlan): Kills {
  const lives = new AsyncLocalStorage<Life>();
  const done = new Set<string>();
  const killed: string[] = [];
  let isArmed = false;

  const isTurn = ({ what, calls }: Life): boolean =>
    isArmed && calls % every === at % every && !done.has(`${what} ${calls}`);

  const note = ({ what, calls }: Life, call: string): void => {
    done.add(`${what} ${calls}`);
    killed.push(`${what}, call ${calls}: ${call}`);
  };

  return {
    killed,
    arm: () => {
      isArmed = true;
    },
    disarm: () => {
      isArmed = false;
    },
    run: (invocation, work) => {
      const type = invocation.event['detail-type'];
      const what = [describeInvocation(invocation as Invocation), type].filter(Boolean).join(' ');
      return new Promise((resolve, reject) => {
        const life: Life = { what, calls: 0, isDead: false, die: () => reject(death()) };
        /** Its last call: nobody hears what it says. */
        const losesAnswer = (): boolean => {
          life.calls += 1;
          if (!isTurn(life)) return false;
          note(life, 'its answer');
          return true;
        };
        const live = async (): Promise<void> => {
          const value = await work();
          if (losesAnswer()) life.die();
          else resolve(value);
        };
        lives.run(life, () => void live().catch(reject));
      });
    },
    mount: (account) => {
      const { handle } = account;
      const mortal: SimulatedAccount['handle'] = async (service, operation, input) => {
        const life = lives.getStore();
        if (!life) return handle(service, operation, input);
        if (life.isDead) return never;
        life.calls += 1;
        if (!isTurn(life)) return handle(service, operation, input);
        note(life, `${service} ${operation}`);
        // Whatever it answers, nobody hears it.
        if (when === 'after') await handle(service, operation, input).catch(() => undefined);
        life.isDead = true;
        life.die();
        return never;
      };
      Object.assign(account, { handle: mortal });
    },
  };
}
