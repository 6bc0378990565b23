import type { RequestDrivenWebService } from '../../manifest/schema/request-driven-web-service.js';
import type { CfnObject } from '../cloudformation.js';
import { addonSecrets, manifestSecrets } from '../containers/secrets.js';
import type { RenderContext } from '../context.js';

/** `RuntimeEnvironmentSecrets`: of the manifest, then of the addons. App Runner calls the source of a secret its value. */
export function renderSecrets(
  manifest: RequestDrivenWebService,
  context: RenderContext,
): readonly CfnObject[] {
  return [...manifestSecrets(manifest.secrets), ...addonSecrets(context)].map(
    ({ Name, ValueFrom }) => ({ Name: Name ?? '', Value: ValueFrom ?? '' }),
  );
}

export function hasSecrets(manifest: RequestDrivenWebService, context: RenderContext): boolean {
  return renderSecrets(manifest, context).length > 0;
}
