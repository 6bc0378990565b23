const HANDLER =
  /^Resource handler returned message: "(?<words>[\s\S]*)" \(RequestToken: [^)]*\)\.?$/;

/** AWS's own words without the wrapping that resource handlers put around them: tokens help nobody who reads a timeline. */
export function plainReason(reason: string): string {
  return HANDLER.exec(reason.trim())?.groups?.words ?? reason;
}
