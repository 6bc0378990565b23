export type Tolerated = {
  readonly rule: string;
  /** What the message must say; any message of the rule where absent. */
  readonly message?: RegExp;
  readonly why: string;
};

/** Findings of cfn-lint that stand, each with its reason. Everything else fails the suite, warnings too. */
export const TOLERATED: readonly Tolerated[] = [
  {
    rule: 'E3601',
    message: /arn:\$\{Partition\}:states:::ecs:runTask\.sync/,
    why: 'the definition is text for Fn::Sub; cfn-lint checks it before ${Partition} is filled in',
  },
  {
    rule: 'E3680',
    message: /expected minimum item count: 2, found: 0/,
    why: 'an imported VPC without public subnets: the public load balancer has a condition that no workload turns on',
  },
  { rule: 'W1001', why: "HTTPSCert exists whenever the listener's own conditions hold" },
  {
    rule: 'W2001',
    why: "Copilot's parameters are kept, so that pipelines made for Copilot go on working",
  },
  { rule: 'W3005', why: 'the order is written out where Copilot does' },
  { rule: 'W3010', why: 'the manifest names the zone' },
  {
    rule: 'W3011',
    why: 'Copilot retains the roles of an environment when the stack goes, not when they are replaced',
  },
  {
    rule: 'W3037',
    why: "actions that have gone from IAM stay in Copilot's roles: they allow nothing",
  },
  { rule: 'W3045', why: "the static site's bucket is private twice over, as Copilot wrote it" },
  {
    rule: 'W1030',
    message: /DNSDelegationRoleName/,
    why: 'without a domain the parameter is empty, and the role has a condition that does not hold',
  },
  {
    rule: 'W8001',
    why: "Copilot's conditions are kept; which resources use them depends on the manifest",
  },
];

/** Ids in the golden manifests are mock-ups (`cert-1`, `vpc-12345`), which a linter takes for mistakes. */
const MOCK_UPS: readonly (readonly [RegExp, string])[] = [
  [
    /"(cert-\d|viewer-cert|\w*CertARN)"/g,
    '"arn:aws:acm:us-east-1:111122223333:certificate/1234abcd-12ab-34cd-56ef-1234567890ab"',
  ],
  [/"vpc-12345"/g, '"vpc-12345678"'],
  [/"subnet-(\d{5})"/g, '"subnet-000$1"'],
  [/"mockSubnetID(\d)"/g, '"subnet-0000000$1"'],
  [/"mockImportALBSG(\d)"/g, '"sg-0000000$1"'],
  [/:(000000000|1234567890):/g, ':111122223333:'],
];

/** The template's text with ids that look like AWS's. */
export function replaceMockUps(text: string): string {
  return MOCK_UPS.reduce((result, [mockUp, id]) => result.replace(mockUp, id), text);
}
