import { InvalidArgumentError } from 'commander';
import { Name, WorkloadName } from '../core/deployment/request.js';

/** Values of flags that become part of templates and commands: commander's error names the flag. */
function parse(text: string, isGood: boolean, rule: string): string {
  if (isGood) return text;
  throw new InvalidArgumentError(rule);
}

export const parseAccount = (text: string): string =>
  parse(text, /^\d{12}$/.test(text), 'An account has 12 digits.');

export const parseRegion = (text: string): string =>
  parse(text, /^[a-z]{2,}(-[a-z]+)+-\d+$/.test(text), 'A region is like eu-west-1.');

/** Of an application or environment. */
export const parseName = (text: string): string =>
  parse(
    text,
    Name.safeParse(text).success,
    'It starts with a letter and holds only lowercase letters, digits and hyphens.',
  );

/** Of a service, job or environment addon. */
export const parseWorkloadName = (text: string): string =>
  parse(
    text,
    WorkloadName.safeParse(text).success,
    'It starts with a letter or digit and holds only letters, digits and hyphens.',
  );
