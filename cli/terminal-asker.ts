import { confirm, isCancel, select, text } from '@clack/prompts';
import { AutolandError } from '../core/errors.js';
import type { Asker } from './asker.js';

/** Asks on the terminal. */
export const TERMINAL: Asker = {
  async select({ message, choices }) {
    const options = choices.map(({ value, label, hint }) => ({
      value: value as string,
      label: label ?? value,
      ...(hint === undefined ? {} : { hint }),
    }));
    const answer = answerOf<string>(await select({ message, options }));
    const chosen = choices.find(({ value }) => value === answer);
    if (!chosen) throw cancelled();
    return chosen.value;
  },
  async text({ message, byDefault, findProblem }) {
    return answerOf<string>(
      await text({
        message,
        ...(byDefault === undefined ? {} : { placeholder: byDefault, defaultValue: byDefault }),
        validate: (answer) => findProblem(answer || byDefault || ''),
      }),
    );
  },
  async confirm({ message }) {
    return answerOf<boolean>(await confirm({ message, initialValue: false }));
  },
};

function answerOf<T>(answer: T | symbol): T {
  if (isCancel(answer)) throw cancelled();
  return answer as T;
}

function cancelled(): AutolandError {
  return new AutolandError('InputInvalid', 'cancelled, nothing was written');
}
