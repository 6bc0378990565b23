import type { Invocation } from './installation.js';

/** `record-step step-ended deploy/workload/api`: what a function was called for, the same in every run. */
export function describeInvocation({ name, event }: Invocation): string {
  return [name, event.action, event.step].filter(Boolean).join(' ');
}
