import type { Context } from 'hono';
import { Hono } from 'hono/tiny';
import * as z from 'zod';
import { ALL_ENVIRONMENTS } from '../../../core/deletion/all-environments.js';
import { DeletionRequest, type DeletionTarget } from '../../../core/deletion/deletion-request.js';
import { Name } from '../../../core/deployment/request.js';
import { listMistakes } from '../../../core/list-mistakes.js';
import { acceptDeletion } from '../deletion/accept-deletion.js';
import { previewDeletion } from '../deletion/preview.js';
import { protectEnvironment } from '../deletion/protect-environment.js';
import { ledger } from '../ledger/current-ledger.js';
import { findCaller } from './find-caller.js';
import { BodyInvalid, parseBody } from './parse-body.js';
import { parsePath } from './parse-path.js';

const Flag = z.enum(['true', 'false']).transform((text) => text === 'true');

/** Closed: a mistyped `dryRun` must not delete anything. */
const Query = z.strictObject({
  /** Only tells what would go. */
  dryRun: z.array(Flag).length(1).default([false]),
  /** An environment with the services and jobs in it. */
  cascade: z.array(Flag).length(1).default([false]),
  /** Names of protected environments. */
  confirm: z.array(z.string()).default([]),
});

/** Deletions, and what protects from them. Mounted on `/v1/applications`. */
export const deleteRoutes = new Hono();

deleteRoutes.delete('/:app', (context) =>
  answer(context, { kind: 'application' }, ALL_ENVIRONMENTS),
);

deleteRoutes.delete('/:app/environments/:env', (context) =>
  answer(context, { kind: 'environment' }, context.req.param('env')),
);

deleteRoutes.delete('/:app/environments/:env/addons/:name', (context) =>
  answer(
    context,
    { kind: 'environment-addon', name: context.req.param('name') },
    context.req.param('env'),
  ),
);

deleteRoutes.delete('/:app/environments/:env/workloads/:name', (context) =>
  answer(context, { kind: 'workload', name: context.req.param('name') }, context.req.param('env')),
);

const EnvironmentPath = z.object({ app: Name, env: Name });
const Protection = z.strictObject({ protected: z.boolean() });

/** Of a protected environment nothing is deleted unless the request says its name again. */
deleteRoutes.put('/:app/environments/:env/protection', async (context) => {
  const { protected: isProtected } = parseBody(Protection, await context.req.text());
  const { app, env } = parsePath(EnvironmentPath, context);
  const key = { application: app, environment: env };
  await protectEnvironment(key, isProtected);
  return context.json({ ...key, protected: isProtected });
});

deleteRoutes.get('/:app/environments/:env/protection', async (context) => {
  const { app, env } = parsePath(EnvironmentPath, context);
  const key = { application: app, environment: env };
  return context.json({ ...key, protected: await ledger().protection.find(key) });
});

async function answer(
  context: Context,
  target: DeletionTarget,
  environment: string,
): Promise<Response> {
  const { dryRun, ...rest } = parseQuery(context.req.queries());
  const request = parseRequest({ target, ...rest });
  const key = { application: context.req.param('app') ?? '', environment };
  if (dryRun) return context.json({ plan: await previewDeletion(key, request) });
  const { deployment, isNew, plan } = await acceptDeletion(key, request, {
    idempotencyKey: context.req.header('idempotency-key'),
    requestedBy: findCaller(context),
  });
  const self = `/v1/deployments/${deployment.deploymentId}`;
  const body = { id: deployment.deploymentId, isNew, self, plan };
  return context.json(body, 202, { location: self });
}

function parseQuery(queries: Record<string, string[]>): {
  readonly dryRun: boolean;
  readonly cascade: boolean;
  readonly confirm: readonly string[];
} {
  const parsed = Query.safeParse(queries, { reportInput: true });
  if (!parsed.success) throw toBodyInvalid('the query', parsed.error);
  const { dryRun, cascade, confirm } = parsed.data;
  return { dryRun: dryRun[0] ?? false, cascade: cascade[0] ?? false, confirm };
}

function parseRequest(request: unknown): DeletionRequest {
  const parsed = DeletionRequest.safeParse(request, { reportInput: true });
  if (!parsed.success) throw toBodyInvalid('the path', parsed.error);
  return parsed.data;
}

function toBodyInvalid(what: string, error: z.ZodError): BodyInvalid {
  return new BodyInvalid(`${what} has a mistake`, listMistakes(error, what));
}
