import type { RenderedStack } from '../../core/release/release.js';
import type { ReleaseInput, RenderResult } from '../../core/render/render-release.js';
import { renderRelease } from '../../core/render/render-release.js';
import { readWorkspace } from '../../core/workspace/read-workspace.js';
import type { Workspace } from '../../core/workspace/workspace.js';
import { aWorkspaceFolder } from './manifests.js';
import { someFacts } from './render-context.js';

export const ENVIRONMENT_FILE = 'copilot/environments/test/manifest.yml';

/** Files of the application `shop` with its environment `test`; `files` are added, or take their place. */
export function aShop(files: { readonly [path: string]: string } = {}): Workspace {
  const texts = {
    'copilot/.workspace': 'application: shop\n',
    [ENVIRONMENT_FILE]: 'name: test\ntype: Environment\n',
    ...files,
  };
  return readWorkspace(aWorkspaceFolder(texts)).workspace;
}

/** A manifest at its place: `...aManifest('api', 'Backend Service', 'image: {location: nginx}')`. */
export function aManifest(
  name: string,
  type: string,
  fields: string,
): { readonly [path: string]: string } {
  return { [`copilot/${name}/manifest.yml`]: `name: ${name}\ntype: ${type}\n${fields}` };
}

export const NGINX = 'image:\n  location: nginx:1.29\n  port: 80\n';

export function renderShop(
  files: { readonly [path: string]: string },
  over: Partial<ReleaseInput> = {},
): RenderResult {
  return renderRelease({
    workspace: aShop(files),
    facts: someFacts(),
    environment: 'test',
    ...over,
  });
}

/** The stacks of a release; one with errors fails the test. */
export function getStacks(result: RenderResult): readonly RenderedStack[] {
  if (result.ok) return result.stacks;
  throw new Error(`not rendered:\n${JSON.stringify(result.issues, null, 2)}`);
}

export function getStack(result: RenderResult, name: string): RenderedStack {
  const found = getStacks(result).find((stack) => stack.name === name);
  if (found === undefined) throw new Error(`no stack of "${name}"`);
  return found;
}
