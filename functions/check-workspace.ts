import * as z from 'zod';
import { DeploymentRequest } from '../core/deployment/request.js';
import { checkWorkspace } from './support/release/check-workspace.js';
import { step } from './support/runtime/handler.js';

const Input = z.object({ request: DeploymentRequest });

/** Tells every mistake of a workspace, as its deployment would meet them. `api` asks before it accepts a request. */
export const handler = step(Input, async ({ request }) => checkWorkspace(request));
