import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** A state machine of one task per resource, in a file of its own; gives the path. */
export function writeAslFile(
  tasks: readonly { readonly resource: string; readonly argument: string }[],
  extra: { readonly [field: string]: unknown } = {},
): string {
  const states = Object.fromEntries(
    tasks.map(({ resource, argument }, index) => [
      `Task ${index}`,
      { Type: 'Task', Resource: resource, Arguments: { Target: argument }, End: true },
    ]),
  );
  const file = join(mkdtempSync(join(tmpdir(), 'autoland-asl-')), 'machine.asl.json');
  const machine = {
    QueryLanguage: 'JSONata',
    StartAt: 'Task 0',
    TimeoutSeconds: 60,
    States: states,
    ...extra,
  };
  writeFileSync(file, JSON.stringify(machine));
  return file;
}

export const INVOKE = 'arn:aws:states:::lambda:invoke';
export const START = 'arn:aws:states:::states:startExecution.sync:2';
