import * as z from 'zod';
import { WorkloadName } from '../deployment/request.js';

/** What is to go. The application and, but for the application as a whole, the environment are told beside it. */
export const DeletionTarget = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('workload'), name: WorkloadName }),
  z.strictObject({ kind: z.literal('environment-addon'), name: WorkloadName }),
  z.strictObject({ kind: z.literal('environment') }),
  z.strictObject({ kind: z.literal('application') }),
]);

export type DeletionTarget = z.infer<typeof DeletionTarget>;

/** A deletion as it was accepted. */
export const DeletionRequest = z.strictObject({
  target: DeletionTarget,
  /** An environment goes with the services and jobs in it; otherwise it is refused while there are any. */
  cascade: z.boolean().default(false),
  /** Names of protected environments, said again by whoever really means them. */
  confirm: z.array(z.string()).default([]),
  /** Deletion of the application that this one is part of. */
  partOf: z.string().optional(),
});

export type DeletionRequest = z.infer<typeof DeletionRequest>;

/** `workload api of shop-test`, for people. */
export function describeTarget(
  target: DeletionTarget,
  { application, environment }: { readonly application: string; readonly environment: string },
): string {
  switch (target.kind) {
    case 'workload':
      return `workload ${target.name} of ${application}-${environment}`;
    case 'environment-addon':
      return `environment addon ${target.name} of ${application}-${environment}`;
    case 'environment':
      return `environment ${environment} of ${application}`;
    case 'application':
      return `application ${application}`;
  }
}
