import { randomUUID } from 'node:crypto';
import type { Facts } from '../../../core/facts/facts.js';
import type { Elsewhere, Place } from '../../../core/places/place.js';
import type { CustomResourceZip } from '../../../core/template/custom-resource-code.js';

/** What a handler takes from its surroundings beside its input: the time, and fresh ids. */
export type Ambient = {
  /** Milliseconds since the epoch. */
  readonly now: () => number;
  readonly uuid: () => string;
  /** Facts that a rehearsal takes from a file instead of AWS. */
  readonly facts?: Partial<Facts>;
  /** Code of the custom resources, where no installation has it beside its functions. */
  readonly packCustomResources?: () => Promise<readonly CustomResourceZip[]>;
  /** Sees each SDK client that was made for an environment elsewhere, or another region of the own account, before its first call. */
  readonly onConnected?: (client: object, place: Elsewhere | Place) => void;
};

const REAL: Ambient = { now: () => Date.now(), uuid: () => randomUUID() };

let current = REAL;

export const currentAmbient = (): Ambient => current;

/** Milliseconds since the epoch. */
export const now = (): number => current.now();

let written = 0;

/** Rises with each call: keeps apart what one process writes within the same millisecond. */
export const nextOrder = (): number => {
  written += 1;
  return written;
};

/** What is assumed instead of asked; nothing on AWS. */
export const assumedFacts = (): Partial<Facts> => current.facts ?? {};

/** Nothing on AWS: there the code lies beside the function. */
export const packedCustomResources = async (): Promise<readonly CustomResourceZip[] | undefined> =>
  current.packCustomResources?.();

/** A fresh id with a prefix that tells its kind, for instance `d-4f1c…`. */
export const newId = (prefix: string): string =>
  `${prefix}-${current.uuid().replaceAll('-', '').slice(0, 20)}`;

/** The embedded runtime brings its own clock and seed; nothing else calls this. Without argument: the real ones again. */
export function useAmbient(ambient: Ambient = REAL): void {
  current = ambient;
}
