/** What may go wrong in a simulated account, chosen by who runs it. Each one is described in SPECIFICATION.md. */
import { AutolandError } from '../../core/errors.js';

export type Mishap =
  | { readonly kind: 'unhealthy-release'; readonly name: string }
  | { readonly kind: 'stack-failure'; readonly name: string }
  | { readonly kind: 'rollback-failure'; readonly name: string }
  | { readonly kind: 'slow'; readonly name: string }
  | { readonly kind: 'image-gone'; readonly name: string }
  | { readonly kind: 'alarm'; readonly name: string; readonly afterMs: number }
  | { readonly kind: 'alarm-after'; readonly name: string; readonly afterMs: number }
  | { readonly kind: 'lost-events' }
  | { readonly kind: 'duplicate-events' }
  | { readonly kind: 'reordered-events' }
  | { readonly kind: 'throttling' };

export type MishapKind = Mishap['kind'];

/** Each known mishap as it is written, with what it means: for help texts and error messages. */
export const MISHAP_FORMS: { readonly [kind in MishapKind]: { form: string; meaning: string } } = {
  'unhealthy-release': {
    form: 'unhealthy-release:WORKLOAD',
    meaning: 'new tasks of the workload never become healthy',
  },
  'stack-failure': {
    form: 'stack-failure:NAME',
    meaning: 'a resource of the stack of this workload, addon or environment fails',
  },
  'rollback-failure': {
    form: 'rollback-failure:NAME',
    meaning: 'a resource of the stack fails, and its rollback fails too',
  },
  slow: { form: 'slow:NAME', meaning: 'everything in the stack takes ten times as long' },
  'image-gone': {
    form: 'image-gone:WORKLOAD',
    meaning: 'the image that runs now disappears from the registry',
  },
  alarm: {
    form: 'alarm:NAME@3m',
    meaning: 'an alarm that guards the workload fires during the bake',
  },
  'alarm-after': {
    form: 'alarm-after:NAME@20m',
    meaning: 'an alarm that guards the workload fires after success',
  },
  'lost-events': { form: 'lost-events', meaning: 'no event is delivered' },
  'duplicate-events': { form: 'duplicate-events', meaning: 'every event is delivered twice' },
  'reordered-events': { form: 'reordered-events', meaning: 'events arrive out of order' },
  throttling: { form: 'throttling', meaning: 'a share of all calls is throttled' },
};

const UNITS: { readonly [unit: string]: number } = { s: 1000, m: 60_000, h: 3_600_000 };

const knownForms = (): string =>
  Object.values(MISHAP_FORMS)
    .map((known) => known.form)
    .join(', ');

const invalid = (text: string, why: string): AutolandError =>
  new AutolandError('InputInvalid', `mishap "${text}" ${why}; known mishaps: ${knownForms()}`);

function parseTimed(text: string, kind: 'alarm' | 'alarm-after', rest: string): Mishap {
  const found = /^(?<name>[^@]+)@(?<count>\d+(?:\.\d+)?)(?<unit>[smh])$/.exec(rest)?.groups;
  const unit = UNITS[found?.unit ?? ''];
  if (!found?.name || !unit) throw invalid(text, `needs the form ${MISHAP_FORMS[kind].form}`);
  return { kind, name: found.name, afterMs: Number(found.count) * unit };
}

/** Reads `kind`, `kind:NAME` or `kind:NAME@3m` (s, m, h). Throws `InputInvalid` that lists the known ones. */
export function parseMishap(text: string): Mishap {
  const [kind = '', ...others] = text.trim().split(':');
  const rest = others.join(':');
  switch (kind) {
    case 'alarm':
    case 'alarm-after':
      return parseTimed(text, kind, rest);
    case 'unhealthy-release':
    case 'stack-failure':
    case 'rollback-failure':
    case 'slow':
    case 'image-gone':
      if (!rest) throw invalid(text, `needs a name, as in ${MISHAP_FORMS[kind].form}`);
      return { kind, name: rest };
    case 'lost-events':
    case 'duplicate-events':
    case 'reordered-events':
    case 'throttling':
      if (rest) throw invalid(text, 'takes no name');
      return { kind };
    default:
      throw invalid(text, 'is not known');
  }
}
