import { DEPLOYMENT_ROUTES } from './deployment-app.js';
import { ENVIRONMENT_ROUTES } from './environment-app.js';
import { makeApp } from './make-app.js';
import { STATUS_ROUTES } from './status-app.js';

/** The whole HTTP API as one application, as localhost has it; on AWS API Gateway stands before several functions. */
export const app = makeApp([...DEPLOYMENT_ROUTES, ...ENVIRONMENT_ROUTES, ...STATUS_ROUTES]);
