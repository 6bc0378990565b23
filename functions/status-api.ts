import { handle } from 'hono/aws-lambda';
import { statusApp } from './support/api/status-app.js';

/** The part of the HTTP API that tells how workloads stand, as a Lambda behind API Gateway. */
export const handler = handle(statusApp);
