import { type Mounted, makeApp } from './make-app.js';
import { releaseRoutes } from './release-routes.js';
import { rollbackRoutes } from './rollback-routes.js';

export const ENVIRONMENT_ROUTES: Mounted = [
  ['/v1/rollbacks', rollbackRoutes],
  ['/v1/applications', releaseRoutes],
];

/** What the Lambda `environment-api` answers: what went into an environment, and going back in it. */
export const environmentApp = makeApp(ENVIRONMENT_ROUTES);
