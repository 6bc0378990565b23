import type { Place } from '../../addons/yaml-nodes.js';
import type { Issue } from '../../issues.js';

/** What is said of a file that is no YAML, or none that may be read; `reason` is the parser's. */
export function describeSyntax(file: string, reason: string, place: Place): Issue {
  const message = `cannot be read as YAML: ${reason}`;
  return { severity: 'error', file, ...place, message, hint: describeRepair(reason) };
}

function describeRepair(reason: string): string {
  if (reason.includes('tab')) return 'indent with spaces';
  if (reason.startsWith('aliases'))
    return 'write the values out, or use fewer aliases inside aliases';
  if (reason.includes('alias'))
    return 'define the anchor before it is used, or write the value itself';
  if (reason.includes('document')) return 'keep one document to a file';
  return 'check indentation and quotes around this place';
}
