import type { Context } from 'hono';
import * as z from 'zod';
import { describeIdentity } from '../../../core/access/identity.js';
import { AutolandError } from '../../../core/errors.js';

/** What API Gateway writes of a caller whom it has checked, by the authorizer of the route. */
const Gateway = z.object({
  event: z.object({
    requestContext: z.object({
      authorizer: z.union([
        z.object({ iam: z.object({ userArn: z.string() }) }),
        z.object({ jwt: z.object({ claims: z.object({ sub: z.string(), iss: z.string() }) }) }),
      ]),
    }),
  }),
});

/** Says on localhost, where nobody checks, whom a caller plays. Behind API Gateway it counts for nothing. */
export const CALLER_HEADER = 'x-autoland-caller';

/**
 * Who sends this request; undefined on localhost, unless the caller says it himself. Behind API Gateway somebody always
 * does: without a name nobody could be kept from approving his own request.
 */
export function findCaller(context: Context): string | undefined {
  if (!isBehindGateway(context.env)) return context.req.header(CALLER_HEADER);
  const parsed = Gateway.safeParse(context.env);
  if (!parsed.success) throw new AutolandError('Forbidden', 'the gateway names no caller');
  const { authorizer } = parsed.data.event.requestContext;
  if ('iam' in authorizer)
    return describeIdentity({ kind: 'iam', userArn: authorizer.iam.userArn });
  const { sub, iss } = authorizer.jwt.claims;
  return describeIdentity({ kind: 'token', issuer: iss, subject: sub });
}

/** An event that looks unlike any authorizer's is still one of the gateway's. */
export function isBehindGateway(bindings: unknown): boolean {
  return typeof bindings === 'object' && bindings !== null && 'event' in bindings;
}
