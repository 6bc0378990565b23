import * as z from 'zod';

const Image = z.object({
  repository: z.string(),
  tag: z.string().optional(),
  digest: z.string().optional(),
});

const LoadBalancer = z.object({
  arn: z.string(),
  name: z.string().optional(),
  dnsName: z.string(),
  hostedZoneId: z.string(),
  listeners: z
    .array(z.object({ arn: z.string(), port: z.number(), protocol: z.string() }))
    .default([]),
  securityGroups: z.array(z.string()).default([]),
});

const EnvironmentFacts = z.object({
  name: z.string().optional(),
  accountId: z.string().optional(),
  region: z.string().optional(),
  /** Template version of the deployed environment stack; `bootstrap` before its first deployment. */
  version: z.string().optional(),
  serviceDiscoveryEndpoint: z.string().optional(),
  artifactBucket: z.string().optional(),
  artifactKeyArn: z.string().optional(),
  cloudFrontPrefixListIds: z.array(z.string()).optional(),
  executionRoleArn: z.string().optional(),
  managerRoleArn: z.string().optional(),
});

/**
 * All that rendering needs from outside the workspace, and what replaces Copilot's custom resources (docs/facts.md). Every
 * key but `application.name` is optional; an absent string renders as the empty string.
 */
export const Facts = z.object({
  application: z.object({
    name: z.string(),
    domain: z.string().optional(),
    accountId: z.string().optional(),
    /** Name of the managed policy that every role of the application gets as permissions boundary. */
    permissionsBoundary: z.string().optional(),
  }),
  environment: EnvironmentFacts.optional(),
  environments: z.record(z.string(), EnvironmentFacts).optional(),
  templateVersion: z.string().optional(),
  /** Pushed images by container name: the workload's own name, or a sidecar's. */
  images: z.record(z.string(), Image).optional(),
  /** Pushed images of all workloads: workload -> container -> image. Wins over `images`. */
  workloadImages: z.record(z.string(), z.record(z.string(), Image)).optional(),
  loadBalancers: z.record(z.string(), LoadBalancer).optional(),
  assets: z.object({ mappingUrl: z.string().optional() }).optional(),
  variables: z.record(z.string(), z.string()).optional(),
  workloads: z.array(z.string()).optional(),
  /**
   * Priorities of listener rules: of each workload's rules, main rule first, which they get; and under the ARN of a
   * listener those of everybody's rules there, which nobody else may get.
   */
  rulePriorities: z
    .record(
      z.string(),
      z.object({ http: z.array(z.number()).optional(), https: z.array(z.number()).optional() }),
    )
    .optional(),
  /** Subnet ids by the tags of `placement.subnets.from_tags` (`subnetTagsKey` of core/template/service/network.ts). */
  taggedSubnets: z.record(z.string(), z.array(z.string())).optional(),
  /** Desired count that runs now, by workload, so that a deployment does not undo autoscaling. */
  desiredCounts: z.record(z.string(), z.number()).optional(),
  /** Values of exports in the account and region, by name. */
  exports: z.record(z.string(), z.string()).optional(),
  /** Imported certificates by ARN, with the host names that each is for; `*.` stands for one label. */
  certificates: z.record(z.string(), z.object({ domains: z.array(z.string()) })).optional(),
  /**
   * Workloads that have a stack in the environment, with the parts of the environment that their deployed stack uses
   * where that is known (`ALBWorkloads`, …). Without it nothing is taken away from the environment.
   */
  liveWorkloads: z
    .record(z.string(), z.object({ features: z.array(z.string()).optional() }))
    .optional(),
  /** Current parameter values of the deployed environment stack. */
  environmentParameters: z.record(z.string(), z.string()).optional(),
  /** Uploaded code of our custom resources: function name -> object key in the artifact bucket. */
  customResources: z.record(z.string(), z.string()).optional(),
  /** Resource tags the user asked for; Copilot's own tags win over them. */
  resourceTags: z.record(z.string(), z.string()).optional(),
});

export type Facts = z.infer<typeof Facts>;
