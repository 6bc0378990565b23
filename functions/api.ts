import { handle } from 'hono/aws-lambda';
import { deploymentApp } from './support/api/deployment-app.js';

/** The HTTP API as a Lambda behind API Gateway. */
export const handler = handle(deploymentApp);
