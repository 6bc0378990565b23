import { errorAt, type Finding, quoteFound } from '../manifest/text/finding.js';
import type { Path } from '../manifest/text/path.js';

// Said by the check of the manifests and by the rendering: the same words, so that each is told once.

const HINT = 'paths are relative to the folder that holds copilot/';

/** A file of environment variables that the workspace does not hold. */
export function missingEnvFile(path: Path, file: string): Finding {
  return errorAt(path, `env file ${quoteFound(file)} is not in the workspace`, HINT);
}

/** A source of a static site's files below which the workspace holds nothing. */
export function missingSource(path: Path, source: string): Finding {
  return errorAt(path, `there is nothing at ${quoteFound(source)} in the workspace`, HINT);
}
