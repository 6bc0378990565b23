/** Did ECS break a service deployment off because of its alarms? `fired`: the alarms that it named itself. */
export function isStoppedByAlarm(
  { resourceType, reason }: { readonly resourceType: string; readonly reason: string },
  fired: readonly string[],
): boolean {
  if (resourceType !== 'AWS::ECS::Service' || /circuit breaker/i.test(reason)) return false;
  // What CloudFormation says then is not documented but for the word.
  return fired.length > 0 || /\balarms?\b/i.test(reason);
}
