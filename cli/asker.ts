import { AutolandError } from '../core/errors.js';

type Question = {
  /** The flag that answers it, for instance `--name`; several where any of them does. */
  readonly flag: string;
  readonly message: string;
};

export type Choice<T extends string> = {
  readonly value: T;
  readonly label?: string;
  readonly hint?: string;
};

/** Asks a person what the flags do not say. */
export type Asker = {
  select<T extends string>(
    question: Question & { readonly choices: readonly Choice<T>[] },
  ): Promise<T>;
  text(
    question: Question & {
      /** Taken for an empty answer. */
      readonly byDefault?: string;
      /** Why an answer is refused; undefined where it is good. */
      readonly findProblem: (answer: string) => string | undefined;
    },
  ): Promise<string>;
  confirm(question: Question): Promise<boolean>;
};

/** Where there is no terminal every question is an error that names the flag. */
export const NOBODY: Asker = {
  select: ({ flag }) => refuse(flag),
  text: ({ flag }) => refuse(flag),
  confirm: ({ flag }) => refuse(flag),
};

function refuse(flag: string): Promise<never> {
  const message = `${flag} is missing, and there is no terminal to ask for it`;
  return Promise.reject(
    new AutolandError('InputInvalid', message, { instructions: [`add ${flag} to the command`] }),
  );
}
