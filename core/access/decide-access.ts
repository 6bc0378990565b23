/** What API Gateway found out about the caller before it passed the request on. */
export type Caller =
  /** Signed with AWS credentials; IAM has decided already, down to method and path. */
  | { readonly kind: 'iam' }
  /** A token of the configured issuer and audience; whose it is, is for us to judge. */
  | { readonly kind: 'token'; readonly subject: string | undefined }
  /** Nothing checked the caller: a route without an authorizer. */
  | { readonly kind: 'unknown' };

export type Access =
  | { readonly kind: 'granted' }
  | { readonly kind: 'refused'; readonly reason: string };

/** True when the subject is one of the patterns, or begins with one that ends in `*`. */
function matches(subject: string, pattern: string): boolean {
  return pattern.endsWith('*') ? subject.startsWith(pattern.slice(0, -1)) : subject === pattern;
}

/**
 * Whether the caller may use the API. An issuer such as GitHub gives tokens to everybody's workflows, so issuer and
 * audience prove nothing by themselves: the subject must be one that the installation names.
 */
export function decideAccess(caller: Caller, subjects: readonly string[]): Access {
  switch (caller.kind) {
    case 'iam':
      return { kind: 'granted' };
    case 'unknown':
      return { kind: 'refused', reason: 'the request carries no proof of who sends it' };
    case 'token': {
      const { subject } = caller;
      if (subject !== undefined && subjects.some((pattern) => matches(subject, pattern)))
        return { kind: 'granted' };
      return { kind: 'refused', reason: `subject ${subject ?? '(none)'} may not deploy here` };
    }
  }
}
