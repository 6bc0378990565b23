import { Command } from 'commander';
import { ask, connectApi } from '../api-client.js';
import { parseName } from '../parse-place.js';
import { findApplication } from './deletion-flags.js';

type Flags = {
  readonly name: string;
  readonly app?: string;
  readonly off?: true;
  readonly api?: string;
};

/** `autoland env protect`: nothing of the environment is deleted unless its name is said again. */
export function envProtectCommand(): Command {
  return new Command('protect')
    .description('let nothing of an environment be deleted unless its name is said again')
    .requiredOption('-n, --name <name>', 'environment', parseName)
    .option('--off', 'take the protection off')
    .option('-a, --app <name>', "application; the workspace's where it is left out", parseName)
    .option('--api <url>', 'address of the API (or AUTOLAND_API)')
    .action(async (flags: Flags) => {
      const application = await findApplication(flags.app, '--app');
      const { protected: isProtected } = await ask<{ readonly protected: boolean }>(
        connectApi(flags),
        {
          method: 'PUT',
          path: `/v1/applications/${application}/environments/${flags.name}/protection`,
          body: { protected: !flags.off },
        },
      );
      console.log(`${application}-${flags.name} is ${isProtected ? 'protected' : 'not protected'}`);
    });
}
