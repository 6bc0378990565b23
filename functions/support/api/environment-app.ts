import { environmentRoutes } from './environment-routes.js';
import { type Mounted, makeApp } from './make-app.js';
import { rollbackRoutes } from './rollback-routes.js';

export const ENVIRONMENT_ROUTES: Mounted = [
  ['/v1/rollbacks', rollbackRoutes],
  ['/v1/applications', environmentRoutes],
];

/** What the Lambda `environment-api` answers: how an environment stands, and going back in it. It renders nothing. */
export const environmentApp = makeApp(ENVIRONMENT_ROUTES);
