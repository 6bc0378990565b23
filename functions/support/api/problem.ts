import type { Context } from 'hono';
import type { Obstacle } from '../../../core/deletion/deletion-plan.js';
import { AutolandError, type ErrorName } from '../../../core/errors.js';
import type { Issue } from '../../../core/issues.js';

/** RFC 9457 problem details, with a code that programs may rely on and what to do next. */
export type Problem = {
  readonly type: 'about:blank';
  readonly title: string;
  readonly status: number;
  readonly code: string;
  readonly detail: string;
  /** What to do, in order. */
  readonly instructions?: readonly string[];
  /** Mistakes in the request, each with its field. */
  readonly errors?: readonly { readonly field: string; readonly detail: string }[];
  /** Mistakes in the workspace, each with its place. */
  readonly issues?: readonly Issue[];
  /** Who is in the way of a deletion. */
  readonly obstacles?: readonly Obstacle[];
};

const STATUS: { readonly [name in ErrorName]?: 403 | 404 | 409 | 422 | 429 } = {
  InputInvalid: 422,
  WorkspaceInvalid: 422,
  Forbidden: 403,
  NotFound: 404,
  OutOfReach: 409,
  Conflict: 409,
  Throttled: 429,
};

const TITLES: { readonly [status: number]: string } = {
  400: 'Bad request',
  403: 'Forbidden',
  404: 'Not found',
  409: 'Conflict',
  413: 'Too large',
  422: 'Cannot be processed',
  429: 'Too many requests',
  500: 'Internal error',
};

export type ProblemInput = Pick<
  Problem,
  'code' | 'detail' | 'instructions' | 'errors' | 'issues' | 'obstacles'
> & { readonly status: number };

export function answerProblem(context: Context, { status, ...rest }: ProblemInput): Response {
  const problem: Problem = {
    type: 'about:blank',
    title: TITLES[status] ?? 'Error',
    status,
    ...rest,
  };
  return context.body(JSON.stringify(problem), status as 422, {
    'content-type': 'application/problem+json',
  });
}

/** Errors with a name of ours keep their words; all others say nothing of the inside. */
export function answerError(context: Context, error: Error): Response {
  if (!(error instanceof AutolandError)) {
    return answerProblem(context, {
      status: 500,
      code: 'Internal',
      detail: 'something went wrong on our side; try again',
    });
  }
  const status = STATUS[error.name as ErrorName] ?? 500;
  return answerProblem(context, {
    status,
    code: error.name,
    detail: error.message,
    ...(error.instructions.length > 0 ? { instructions: error.instructions } : {}),
    ...pickMembers(error),
  });
}

/**
 * What `BodyInvalid`, `WorkspaceRejected` and `DeletionRefused` say beyond their message. They are known by their fields:
 * their modules would bring half of Autoland into every bundle that answers requests.
 */
function pickMembers(error: AutolandError): Pick<ProblemInput, 'errors' | 'issues' | 'obstacles'> {
  const { errors, issues, obstacles } = error as AutolandError &
    Pick<ProblemInput, 'errors' | 'issues' | 'obstacles'>;
  return {
    ...(errors ? { errors } : {}),
    ...(issues ? { issues } : {}),
    ...(obstacles ? { obstacles } : {}),
  };
}
