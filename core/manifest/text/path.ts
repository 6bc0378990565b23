/** Keys and list indexes from the root of a document. */
export type Path = readonly (string | number)[];

/** `sidecars.nginx.port`, `http.additional_rules[0].path`. */
export function formatPath(path: Path): string {
  let text = '';
  for (const step of path) {
    if (typeof step === 'number') text += `[${step}]`;
    else text += text === '' ? step : `.${step}`;
  }
  return text;
}

export function startsWith(path: Path, prefix: Path): boolean {
  return prefix.every((step, index) => path[index] === step);
}
