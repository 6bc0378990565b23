import {
  ListExportsCommand,
  ListImportsCommand,
  ListStacksCommand,
} from '@aws-sdk/client-cloudformation';
import type { ExportUse } from '../../../core/plan/delete-order.js';
import { STACK_STATUSES } from '../../../core/stack/stack-status.js';
import { cloudFormation } from '../aws/cloudformation.js';
import { fewAtOnce } from './few-at-once.js';

/** A stack of the account; nested ones tell the stack that they are in. */
export type ListedStack = {
  readonly stackName: string;
  readonly stackId: string;
  /** Of the outermost stack; its own where it is nested in none. */
  readonly rootId: string;
  /** `Description` of its template. */
  readonly description: string | undefined;
};

/** Without the filter CloudFormation lists what was deleted in the last 90 days too. */
const EXISTING = STACK_STATUSES.filter((status) => status !== 'DELETE_COMPLETE');

/** Every stack of the account and region that exists. */
export async function listStacks(): Promise<readonly ListedStack[]> {
  const found: ListedStack[] = [];
  let next: string | undefined;
  do {
    const page = await cloudFormation.send(
      new ListStacksCommand({ StackStatusFilter: [...EXISTING], NextToken: next }),
    );
    for (const { StackName = '', StackId = '', ...stack } of page.StackSummaries ?? [])
      found.push({
        stackName: StackName,
        stackId: StackId,
        rootId: stack.RootId ?? StackId,
        description: stack.TemplateDescription,
      });
    next = page.NextToken;
  } while (next);
  return found;
}

/** Who imports what these stacks export. Nested stacks are told by the name of the outermost one, on both sides. */
export async function listExportUses(
  listed: readonly ListedStack[],
  exporters: ReadonlySet<string>,
): Promise<readonly ExportUse[]> {
  const rootIds = new Map(listed.map(({ stackId, rootId }) => [stackId, rootId]));
  const rootNames = new Map(
    listed.map(({ stackName, rootId }) => [stackName, nameOf(rootId)] as const),
  );
  const own = (await listExports())
    .map(({ exportName, stackId }) => ({
      exportName,
      exportedBy: nameOf(rootIds.get(stackId) ?? stackId),
    }))
    .filter(({ exportedBy }) => exporters.has(exportedBy));
  return fewAtOnce(own, async (one) => {
    const importers = await listImporters(one.exportName);
    const importedBy = importers.map((name) => rootNames.get(name) ?? name);
    return { ...one, importedBy: [...new Set(importedBy)] };
  });
}

/** arn:aws:cloudformation:<region>:<account>:stack/<name>/<id> */
function nameOf(stackId: string): string {
  return stackId.split('/')[1] ?? stackId;
}

type Export = { readonly exportName: string; readonly value: string; readonly stackId: string };

/** Everything that stacks of the account and region export. */
export async function listExports(): Promise<readonly Export[]> {
  const found: Export[] = [];
  let next: string | undefined;
  do {
    const page = await cloudFormation.send(new ListExportsCommand({ NextToken: next }));
    for (const { Name = '', Value = '', ExportingStackId = '' } of page.Exports ?? [])
      found.push({ exportName: Name, value: Value, stackId: ExportingStackId });
    next = page.NextToken;
  } while (next);
  return found;
}

/** Names of the stacks that import the export. */
export async function listImporters(exportName: string): Promise<readonly string[]> {
  const found: string[] = [];
  let next: string | undefined;
  try {
    do {
      const page = await cloudFormation.send(
        new ListImportsCommand({ ExportName: exportName, NextToken: next }),
      );
      found.push(...(page.Imports ?? []));
      next = page.NextToken;
    } while (next);
  } catch (error) {
    // CloudFormation answers with an error where an empty list would do.
    if (!(error instanceof Error && /is not imported by any stack/.test(error.message)))
      throw error;
  }
  return found;
}
