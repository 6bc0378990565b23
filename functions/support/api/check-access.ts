import type { MiddlewareHandler } from 'hono';
import * as z from 'zod';
import { type Caller, decideAccess } from '../../../core/access/decide-access.js';
import { ENV, requireEnv } from '../runtime/env.js';
import { isBehindGateway } from './find-caller.js';
import { answerProblem } from './problem.js';

/** What API Gateway writes into the event, by the authorizer of the route. */
const Authorizer = z.union([
  z.object({ jwt: z.object({ claims: z.object({ sub: z.string().optional() }) }) }),
  z.object({ iam: z.object({}) }),
]);
const Gateway = z.object({
  event: z.object({ requestContext: z.object({ authorizer: Authorizer.optional() }) }),
});

const Subjects = z.array(z.string());

function toCaller(authorizer: z.infer<typeof Authorizer> | undefined): Caller {
  if (!authorizer) return { kind: 'unknown' };
  if ('iam' in authorizer) return { kind: 'iam' };
  return { kind: 'token', subject: authorizer.jwt.claims.sub };
}

/**
 * Refuses callers whom nothing vouches for. API Gateway checks signature, issuer, audience and expiry of a token; whose
 * token it is, it cannot check. On localhost there is no gateway, and no one to check.
 */
export const checkAccess: MiddlewareHandler = async (context, next) => {
  if (!isBehindGateway(context.env)) return next();
  const gateway = Gateway.safeParse(context.env);
  const caller = toCaller(gateway.data?.event.requestContext.authorizer);
  const subjects =
    caller.kind === 'token' ? Subjects.parse(JSON.parse(requireEnv(ENV.jwtSubjects))) : [];
  const access = decideAccess(caller, subjects);
  if (access.kind === 'granted') return next();
  return answerProblem(context, {
    status: 403,
    code: 'Forbidden',
    detail: access.reason,
    instructions: [
      'name the subject in autoland.jwt.subjects of cdk.json and deploy Autoland again',
    ],
  });
};
