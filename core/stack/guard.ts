export type GuardPolicy = {
  /** Replacement or removal of a resource that holds data, without the old one being kept. Default `approve`. */
  readonly statefulLoss?: 'approve' | 'refuse' | 'allow';
  /** Replacement of any other resource. Default `allow`: every new task definition is a replacement. */
  readonly otherReplacement?: 'approve' | 'refuse' | 'allow';
};

export type GuardFinding = {
  readonly logicalId: string;
  readonly type: string;
  readonly action: 'replace' | 'remove';
  readonly certainty: 'certain' | 'possible';
  /** For people, for instance `table Orders (AWS::DynamoDB::Table) would be replaced: KeySchema changes`. */
  readonly message: string;
};

export type GuardDecision =
  | { readonly kind: 'pass' }
  | { readonly kind: 'needs-approval'; readonly findings: readonly GuardFinding[] }
  | { readonly kind: 'refused'; readonly findings: readonly GuardFinding[] };
