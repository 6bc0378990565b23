import type { Template } from '../cloudformation.js';

/** A stack of the application itself: it is in no release, since it exists before any environment. */
export type ApplicationStack = {
  readonly stackName: string;
  readonly template: Template;
  readonly parameters: { readonly [name: string]: string };
  readonly tags: { readonly [name: string]: string };
};

/** What the user asked for, then Copilot's own tag, which wins. */
export function renderApplicationTags(
  application: string,
  resourceTags: { readonly [name: string]: string } = {},
): { readonly [name: string]: string } {
  const tags = { ...resourceTags, 'copilot-application': application };
  return Object.fromEntries(Object.entries(tags).sort(([a], [b]) => (a < b ? -1 : 1)));
}
