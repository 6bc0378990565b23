/** Copilot's wording: the boundary, where there is one, stands between what the thing is and what it is for. */
export function roleDescription(
  what: string,
  boundary: string | undefined,
  purpose: string,
): string {
  const bounded = boundary === undefined ? '' : ` with permissions boundary ${boundary}`;
  return `${what}${bounded} ${purpose}`;
}
