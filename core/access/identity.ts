/** Who sent a request, as API Gateway's authorizer found out. */
export type Credentials =
  | { readonly kind: 'iam'; readonly userArn: string }
  | { readonly kind: 'token'; readonly issuer: string | undefined; readonly subject: string };

/** Roles of IAM Identity Center; their session is named after the person by AWS, not by the caller. */
const SSO_ROLE = /^AWSReservedSSO_/;

/**
 * One name per person or pipeline, for comparing who asks with who approves. Whoever assumes an ordinary role names the
 * session as he likes, so it proves nothing and is left out: two sessions of one role are one and the same.
 */
export function describeIdentity(credentials: Credentials): string {
  if (credentials.kind === 'token')
    return [credentials.issuer, credentials.subject].filter(Boolean).join(' ');
  // arn:aws:sts::111111111111:assumed-role/<role>/<session>
  const [resource = '', role = ''] = credentials.userArn.split('/');
  return resource.endsWith(':assumed-role') && !SSO_ROLE.test(role)
    ? `${resource}/${role}`
    : credentials.userArn;
}
