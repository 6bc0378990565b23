/** Paths that API Gateway sends to other functions than `api`, so that each has the rights that it needs, and no more. */
export const OWN_PATHS = [
  { function: 'environment-api', method: 'POST', path: '/v1/rollbacks' },
  {
    function: 'environment-api',
    method: 'GET',
    path: '/v1/applications/{app}/environments/{env}/releases',
  },
  {
    function: 'status-api',
    method: 'GET',
    path: '/v1/applications/{app}/environments/{env}/workloads/{name}',
  },
] as const;

/** Functions that answer some of the paths. */
export type PathOwner = (typeof OWN_PATHS)[number]['function'];
