import { parseYamlNodes, type YamlNode } from '../../addons/yaml-nodes.js';
import type { Issue } from '../../issues.js';
import type { ManifestSource } from '../../workspace/workspace.js';
import type { Finding } from './finding.js';
import { type Located, locatePath } from './locate.js';
import { formatPath, type Path } from './path.js';

/** Gives findings their file, line and column. The text is parsed for that only where there is something to tell. */
export class IssueWriter {
  readonly #source: ManifestSource;
  readonly #environment: string;
  #root: YamlNode | undefined;

  constructor(source: ManifestSource, environment: string) {
    this.#source = source;
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
    const { text } = this.#source;
    if (this.#root === undefined) {
      const parsed = parseYamlNodes(text);
      this.#root = parsed.ok ? parsed.root : undefined;
    }
    return this.#root
      ? locatePath(text, this.#root, path, atKey)
      : { line: 1, column: 1, depth: 0 };
  }

  #write(finding: Finding, path: Path, { line, column }: Located): Issue {
    return {
      severity: finding.severity,
      file: this.#source.file,
      line,
      column,
      ...(path.length > 0 ? { field: formatPath(path) } : {}),
      message: finding.message,
      ...(finding.hint === undefined ? {} : { hint: finding.hint }),
    };
  }
}
