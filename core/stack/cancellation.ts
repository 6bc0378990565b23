/** Resources that were under way when another one failed: they fail too, but they are not the cause. */
export function isCancellation(reason: string): boolean {
  return /^Resource (creation|update|deletion) cancell?ed/i.test(reason);
}
