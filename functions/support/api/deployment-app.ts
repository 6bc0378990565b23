import { approvalRoutes } from './approval-routes.js';
import { deleteRoutes } from './delete-routes.js';
import { deploymentRoutes } from './deployment-routes.js';
import { type Mounted, makeApp } from './make-app.js';
import { planRoutes } from './plan-routes.js';
import { workspaceRoutes } from './workspace-routes.js';

export const DEPLOYMENT_ROUTES: Mounted = [
  ['/v1/workspaces', workspaceRoutes],
  ['/v1/deployments', deploymentRoutes],
  ['/v1/approvals', approvalRoutes],
  ['/v1/plans', planRoutes],
  ['/v1/applications', deleteRoutes],
];

/** What the Lambda `api` answers: everything that has no function of its own. */
export const deploymentApp = makeApp(DEPLOYMENT_ROUTES);
