import { type Mounted, makeApp } from './make-app.js';
import { statusRoutes } from './status-routes.js';

export const STATUS_ROUTES: Mounted = [['/v1/applications', statusRoutes]];

/** What the Lambda `status-api` answers. It only reads. */
export const statusApp = makeApp(STATUS_ROUTES);
