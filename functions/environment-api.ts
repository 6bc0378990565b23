import { handle } from 'hono/aws-lambda';
import { environmentApp } from './support/api/environment-app.js';

/** The part of the HTTP API that tells what went into an environment and goes back in it, as a Lambda behind API Gateway. */
export const handler = handle(environmentApp);
