/** The sentences with which our workload templates describe themselves; patches add to them. */
const OWN =
  /^A (load balanced web service|backend service|worker service|scheduled job|static site|request-driven web service) on (Amazon|AWS) /;

/** Whether a deployed workload's template is one of ours; Copilot's describe themselves in other words. */
export function isOwnTemplate(description: string | undefined): boolean {
  return description !== undefined && OWN.test(description);
}
