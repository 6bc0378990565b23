import { handle } from 'hono/aws-lambda';
import { app } from './support/api/app.js';

/** The HTTP API as a Lambda behind API Gateway. */
export const handler = handle(app);
