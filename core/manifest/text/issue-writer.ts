import type { Issue } from '../../issues.js';
import type { Finding } from './finding.js';
import { type Located, locatePath } from './locate.js';
import { formatPath, type Path } from './path.js';
import type { ManifestDocument } from './read-document.js';

/** Gives findings their file, line and column. */
export class IssueWriter {
  readonly #file: string;
  readonly #document: ManifestDocument;
  readonly #environment: string;

  constructor(file: string, document: ManifestDocument, environment: string) {
    this.#file = file;
    this.#document = document;
    this.#environment = environment;
  }

  /** Findings by their path in the document. */
  writeOriginal(findings: readonly Finding[]): readonly Issue[] {
    return findings.map((finding) => this.#write(finding, finding.path, this.#locate(finding)));
  }

  /** Findings by their path in the merged manifest: the environment's section is looked at first. */
  writeMerged(findings: readonly Finding[]): readonly Issue[] {
    return findings.map((finding) => {
      const path = ['environments', this.#environment, ...finding.path];
      const base = this.#locate(finding);
      const override = this.#locate({ ...finding, path });
      const isOverridden = override.depth > 2 && override.depth - 2 >= base.depth;
      return isOverridden
        ? this.#write(finding, path, override)
        : this.#write(finding, finding.path, base);
    });
  }

  #locate({ path, atKey }: Finding): Located {
    return locatePath(this.#document.text, this.#document.root, path, atKey);
  }

  #write(finding: Finding, path: Path, { line, column }: Located): Issue {
    return {
      severity: finding.severity,
      file: this.#file,
      line,
      column,
      ...(path.length > 0 ? { field: formatPath(path) } : {}),
      message: finding.message,
      ...(finding.hint === undefined ? {} : { hint: finding.hint }),
    };
  }
}
