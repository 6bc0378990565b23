import type { Run } from '../run/run.js';
import type { Properties, ResourceRecord, StackRecord, Tags } from '../stack-records.js';

/** One resource that is to be made or changed. */
export type ResourceRequest = {
  readonly run: Run;
  readonly stack: StackRecord;
  readonly logicalId: string;
  readonly type: string;
  readonly properties: Properties;
  readonly tags: Tags;
  /** Going back to an earlier state, or undoing. */
  readonly isRollback: boolean;
  /** To be called once the physical id is known: `Resource creation Initiated`. */
  readonly initiated: (physicalId: string) => void;
  /** Simulated time; rejects with ResourceCancelled when the operation is stopped. */
  readonly sleep: (ms: number) => Promise<void>;
  /** The promise; rejects with ResourceCancelled when the operation is stopped first. */
  readonly wait: <T>(promise: Promise<T>) => Promise<T>;
};

export type ResourceState = { readonly physicalId: string; readonly attributes: Properties };

/** How resources of a type come and go. A ResourceFailure is the reason in the event. */
export type ResourceProvider = {
  create(request: ResourceRequest): Promise<ResourceState>;
  update(request: ResourceRequest, before: ResourceRecord): Promise<ResourceState>;
  remove(request: ResourceRequest, record: ResourceRecord): Promise<void>;
  /** The state at once, without time or events: for stacks that are put in place. */
  place?(request: ResourceRequest): ResourceState;
  /** The operation of the whole stack has succeeded and its clean-up begins. */
  commit?(record: ResourceRecord): Promise<void>;
};

export class ResourceFailure extends Error {
  override readonly name = 'ResourceFailure';
}

export class ResourceCancelled extends Error {
  override readonly name = 'ResourceCancelled';
}

/** The words of resource handlers: `Resource handler returned message: "…" (RequestToken: …, HandlerErrorCode: …)` */
export const handlerFailure = (
  request: Pick<ResourceRequest, 'run' | 'logicalId'>,
  message: string,
  code: string,
): ResourceFailure => {
  const token = request.run.engine.world.dice.uuid(`handler/${request.logicalId}`);
  return new ResourceFailure(
    `Resource handler returned message: "${message}" (RequestToken: ${token}, HandlerErrorCode: ${code})`,
  );
};
