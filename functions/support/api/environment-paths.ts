/** Paths that API Gateway sends to the Lambda `environment-api`; all others go to `api`. */
export const ENVIRONMENT_PATHS = [
  { method: 'POST', path: '/v1/rollbacks' },
  { method: 'GET', path: '/v1/applications/{app}/environments/{env}/releases' },
] as const;
