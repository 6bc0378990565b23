import type { LiveStack } from '../../../core/deletion/live-stack.js';
import { AutolandError } from '../../../core/errors.js';
import { findElsewhere } from '../../../core/places/place.js';
import type { ExportUse } from '../../../core/plan/delete-order.js';
import { home, inPlace } from '../places/whereabouts.js';
import type { RecordedEnvironment } from './copilot-records.js';
import { type ListedStack, listExportUses, listStacks } from './list-stacks.js';
import { type FoundStack, findStacksOf, readStacks } from './live-stacks.js';

/** What one account and region has of an application's environments. */
export type Survey = {
  /** Every stack there, whosever. */
  readonly listed: readonly ListedStack[];
  readonly found: readonly FoundStack[];
  readonly stacks: readonly (LiveStack & { readonly environment: string })[];
  readonly exports: readonly ExportUse[];
};

export type Unreachable = {
  readonly name: string;
  readonly reason: string;
  readonly hint: string;
};

/** Looks where the installation is, and in the place of every environment that is recorded elsewhere. */
export async function surveyApplication(
  application: string,
  recorded: readonly RecordedEnvironment[],
): Promise<{
  readonly here: Survey;
  readonly elsewhere: readonly Survey[];
  readonly unreachable: readonly Unreachable[];
}> {
  const [here, ...looks] = await Promise.all([
    survey(application),
    ...recorded.flatMap(({ name, place }) => {
      const found = findElsewhere({ application, environment: name }, place, home());
      return found ? lookInto(name, () => inPlace(found, () => survey(application, name))) : [];
    }),
  ]);
  return {
    here,
    elsewhere: looks.flatMap((look) => ('listed' in look ? look : [])),
    unreachable: looks.flatMap((look) => ('listed' in look ? [] : look)),
  };
}

/** `environment`: only what is its own. */
async function survey(application: string, environment?: string): Promise<Survey> {
  const listed = await listStacks();
  const found = await findStacksOf(listed, application, environment);
  const [stacks, exports] = await Promise.all([
    readStacks(found),
    listExportUses(listed, new Set(found.map(({ stackName }) => stackName))),
  ]);
  return { listed, found, stacks, exports };
}

async function lookInto(name: string, look: () => Promise<Survey>): Promise<Survey | Unreachable> {
  try {
    return await look();
  } catch (error) {
    if (!(error instanceof AutolandError && error.name === 'OutOfReach')) throw error;
    return { name, reason: error.message, hint: error.instructions.join('; ') };
  }
}
