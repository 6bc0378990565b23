import type { ResourceChange } from '../stack/resource-change.js';
import { isStateful } from '../stack/stateful-types.js';
import { assessFiles, assessImages, describeUnknownImages } from './assess-images.js';
import type {
  Reversibility,
  ReversibilityInput,
  ReversibilityReason,
  ReversibilityWarning,
  WayBack,
} from './reversibility.js';

const ORDER: readonly WayBack[] = ['reversible', 'reversible-with-loss', 'one-way'];

/** What going back would remove or leave is no news where there is nothing to go back to. */
const ONLY_ON_A_WAY_BACK: ReadonlySet<ReversibilityReason['code']> = new Set([
  'addon-stays',
  'stateful-created',
]);

type Stack = ReversibilityInput['stacks'][number];

/**
 * Whether there is a way back from a release, before it goes forward. Said of each stack that changes; the release
 * is as bad as its worst stack.
 */
export function assessReversibility(input: ReversibilityInput): Reversibility {
  const changing = input.stacks.filter(({ diff }) => diff.action !== 'none');
  const all = [
    ...assessPrevious(input, changing),
    ...changing.flatMap((stack) => [
      ...assessChanges(stack),
      ...assessFiles(stack.name, input),
      ...assessImages(stack.name, input),
      ...assessExports(stack, input),
      ...assessDeclaration(stack),
      ...assessAddon(stack, input),
    ]),
  ];
  const reasons = all.filter(({ code }) => input.previousBundle || !ONLY_ON_A_WAY_BACK.has(code));
  const wayOf = (name: string): WayBack =>
    worst(
      reasons.filter(({ stack }) => stack === name || stack === null).map(({ weight }) => weight),
    );
  return {
    way: worst(reasons.map(({ weight }) => weight)),
    reasons,
    warnings: [
      ...changing.flatMap(describeWeightResets),
      ...describeMissingAlarms(input),
      ...describeUnknownImages(input),
      ...(input.unknown ?? []).map((message) => ({ stack: null, message })),
    ],
    stacks: changing.map(({ name }) => ({ name, way: wayOf(name) })),
  };
}

/** Where to go back to. A stack that is new goes back by being removed, as far as it holds nothing. */
function assessPrevious(
  { previousBundle }: ReversibilityInput,
  changing: readonly Stack[],
): readonly ReversibilityReason[] {
  if (changing.length === 0) return [];
  if (!previousBundle) {
    return [
      {
        weight: 'one-way',
        code: 'first-deployment',
        stack: null,
        message: 'no release has succeeded in this environment yet: there is nothing to go back to',
      },
    ];
  }
  if (previousBundle.intact) return [];
  return [
    {
      weight: 'reversible-with-loss',
      code: 'previous-bundle-missing',
      stack: null,
      message: `the bundle of release ${previousBundle.releaseId} is gone or damaged: going back restores what CloudFormation has now`,
    },
  ];
}

function assessChanges({ name, diff }: Stack): readonly ReversibilityReason[] {
  return diff.changes.flatMap((change) => {
    const reason = isStateful(change.type) ? assessStateful(change) : undefined;
    return reason ? [{ ...reason, stack: name }] : [];
  });
}

function assessStateful(change: ResourceChange): Omit<ReversibilityReason, 'stack'> | undefined {
  const { logicalId, type, action, certainty, retained, isOpened } = change;
  // A nested stack holds nothing but what is listed beside it.
  if (isOpened) return undefined;
  const what = `${logicalId} (${type})`;
  const verb = certainty === 'certain' ? 'is' : 'may be';
  switch (action) {
    case 'replace':
      return loss('stateful-replaced', `${what} ${verb} replaced`, retained);
    case 'remove':
      return loss('stateful-removed', `${what} ${verb} removed`, retained);
    case 'create':
      // Every workload has a log group; that it goes with the workload is no news.
      if (type === 'AWS::Logs::LogGroup') return undefined;
      return {
        weight: 'reversible-with-loss',
        code: 'stateful-created',
        message: `${what} is new: going back removes it with what it holds by then`,
      };
    default:
      return undefined;
  }
}

/** What is kept can be brought back by hand; the way back itself makes a new, empty one. */
function loss(
  code: ReversibilityReason['code'],
  what: string,
  retained: boolean,
): Omit<ReversibilityReason, 'stack'> {
  return retained
    ? {
        weight: 'reversible-with-loss',
        code,
        message: `${what}: the old one stays in the account, but outside the stack`,
      }
    : { weight: 'one-way', code, message: `${what}: its data is lost` };
}

function assessExports(
  { name, diff }: Stack,
  { importedExports }: ReversibilityInput,
): readonly ReversibilityReason[] {
  const removed = new Set(diff.removedExports);
  return importedExports
    .filter(({ exportName, importedBy }) => removed.has(exportName) && importedBy.length > 0)
    .map(({ exportName, importedBy }) => ({
      weight: 'one-way',
      code: 'export-removed',
      stack: name,
      message: `export ${exportName} goes, but is imported by ${[...importedBy].sort().join(', ')}: CloudFormation will refuse it`,
    }));
}

function assessDeclaration({ name, oneWay }: Stack): readonly ReversibilityReason[] {
  if (!oneWay) return [];
  const message = 'the manifest says deployment.one_way';
  return [{ weight: 'one-way', code: 'declared-one-way', stack: name, message }];
}

/** Addons hold data and are left alone by a rollback, so what they change stays. */
function assessAddon(
  { name, kind }: Stack,
  { includeAddons = false }: ReversibilityInput,
): readonly ReversibilityReason[] {
  if (kind !== 'environment-addon' || includeAddons) return [];
  return [
    {
      weight: 'reversible-with-loss',
      code: 'addon-stays',
      stack: name,
      message:
        'a rollback leaves environment addons as they are unless it is asked to include them',
    },
  ];
}

function describeWeightResets({ name, diff }: Stack): readonly ReversibilityWarning[] {
  return (diff.weightResets ?? []).map((logicalId) => ({
    stack: name,
    message: `${logicalId} changes: CloudFormation writes its first weights again, and until ECS has shifted the traffic it may go where no tasks are (docs/strategies.md)`,
  }));
}

function describeMissingAlarms(input: ReversibilityInput): readonly ReversibilityWarning[] {
  return (input.missingAlarms ?? []).map(({ stack, alarm }) => ({
    stack,
    message: `alarm ${alarm} does not exist: it will not roll anything back`,
  }));
}

function worst(ways: readonly WayBack[]): WayBack {
  return ORDER[Math.max(0, ...ways.map((way) => ORDER.indexOf(way)))] ?? 'reversible';
}
