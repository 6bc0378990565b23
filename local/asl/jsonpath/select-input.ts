import type { Json } from '../api.js';
import type { Surroundings } from '../execution/language.js';
import type { PathView } from './path.js';
import { type Intrinsics, resolveSelection } from './resolve.js';

export function viewOf(here: Surroundings, input: Json = here.input): PathView {
  return { input, context: here.context, variables: here.variables };
}

/** The input behind InputPath. */
export function selectInput(
  intrinsics: Intrinsics,
  state: { readonly InputPath?: string | null },
  here: Surroundings,
): PathView {
  return viewOf(here, resolveSelection(state.InputPath, viewOf(here), intrinsics));
}
