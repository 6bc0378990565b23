/** Partition, service, region and account of an ARN; undefined where the text is none. */
export function findArnRegion(text: string): string | undefined {
  const match = /^arn:[^:]+:[^:]+:([^:]*):[^:]*:.+$/.exec(text);
  return match?.[1];
}
