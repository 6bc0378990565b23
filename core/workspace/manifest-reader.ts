import type { Issue } from '../issues.js';
import { findNearest } from '../manifest/nearest-key.js';
import { isStackNamePart } from '../manifest/resolve/names.js';
import { quoteFound } from '../manifest/text/finding.js';
import { locatePath } from '../manifest/text/locate.js';
import type { Path } from '../manifest/text/path.js';
import { type ManifestDocument, readDocument } from '../manifest/text/read-document.js';
import {
  type ManifestSource,
  WORKLOAD_TYPES,
  type WorkloadType,
  type WorkspaceFiles,
} from './workspace.js';

type FolderType = WorkloadType | 'Environment Addons';

const FOLDER_TYPES: readonly FolderType[] = [...WORKLOAD_TYPES, 'Environment Addons'];
const decoder = new TextDecoder('utf-8', { fatal: true });
/** A plain `type:` line at the left margin; anything else is left to the YAML parser. */
const TYPE_LINE = /^type:[ \t]*(['"]?)([A-Za-z -]+?)\1[ \t]*(?:#.*)?\r?$/gm;

/** Reads texts out of a workspace's files and collects what is wrong with them. */
export class ManifestReader {
  readonly files: WorkspaceFiles;
  readonly issues: Issue[] = [];

  constructor(files: WorkspaceFiles) {
    this.files = files;
  }

  report(issue: Issue): void {
    this.issues.push(issue);
  }

  /** Text of a file, undefined where it is absent or not UTF-8, which is an issue. */
  readText(path: string): string | undefined {
    const bytes = this.files.get(path);
    if (bytes === undefined) return undefined;
    try {
      return decoder.decode(bytes);
    } catch {
      this.report({
        severity: 'error',
        file: path,
        message: 'is not UTF-8 text',
        hint: 'save it as UTF-8',
      });
      return undefined;
    }
  }

  readSource(path: string, name: string): ManifestSource | undefined {
    const text = this.readText(path);
    return text === undefined ? undefined : { name, file: path, text };
  }

  hasManifest(folder: string): boolean {
    return this.files.has(`${folder}/manifest.yml`) || this.files.has(`${folder}/manifest.yaml`);
  }

  /** The manifest of a folder. Its absence is an issue. */
  readManifest(folder: string, name: string): ManifestSource | undefined {
    const file = `${folder}/manifest.yml`;
    if (this.files.has(file)) return this.readSource(file, name);
    const other = `${folder}/manifest.yaml`;
    if (this.files.has(other)) {
      const hint = 'Copilot reads manifest.yml only: rename it';
      this.report({
        severity: 'warning',
        file: other,
        message: 'is not called manifest.yml',
        hint,
      });
      return this.readSource(other, name);
    }
    const hint = 'add manifest.yml, or move the folder out of copilot/';
    this.report({
      severity: 'warning',
      file: folder,
      message: 'has no manifest.yml and is ignored',
      hint,
    });
    return undefined;
  }

  /** Type of a manifest right below `copilot/`; undefined where there is none to go by, which is an issue. */
  readType(source: ManifestSource): FolderType | undefined {
    const lines = [...source.text.matchAll(TYPE_LINE)];
    const quick = lines.length === 1 ? asFolderType(lines[0]?.[2]) : undefined;
    if (quick !== undefined) return quick;
    const result = readDocument(source.text, source.file);
    if (!result.ok) {
      this.issues.push(...result.issues);
      return undefined;
    }
    const { document } = result;
    const found = document.value.type;
    const type = asFolderType(found);
    if (type === undefined) {
      const place = locatePlace(document, ['type']);
      this.report({ ...describeType(found, source.name), file: source.file, ...place });
    }
    return type;
  }

  /** Name of the application from `copilot/.workspace`. */
  readApplication(): string | undefined {
    const source = this.readSource('copilot/.workspace', '.workspace');
    if (source === undefined) return undefined;
    const result = readDocument(source.text, source.file);
    if (!result.ok) {
      this.issues.push(...result.issues);
      return undefined;
    }
    const { application } = result.document.value;
    if (typeof application === 'string' && application !== '') {
      if (!/^[a-zA-Z]/.test(application) || !isStackNamePart(application)) {
        this.report({
          severity: 'error',
          file: source.file,
          ...locatePlace(result.document, ['application']),
          field: 'application',
          message: `${quoteFound(application)} cannot be part of the name of a stack`,
          hint: 'names start with a letter and hold lower-case letters, numbers and single hyphens',
        });
      }
      return application;
    }
    const message = '"application" must be specified';
    this.report({
      severity: 'error',
      file: source.file,
      message,
      hint: 'write application: <name>',
    });
    return undefined;
  }
}

function locatePlace({ text, root }: ManifestDocument, path: Path) {
  const { line, column } = locatePath(text, root, path);
  return { line, column };
}

function asFolderType(text: unknown): FolderType | undefined {
  return FOLDER_TYPES.find((type) => type === text);
}

function describeType(found: unknown, name: string): Omit<Issue, 'file'> {
  const issue = { severity: 'error', field: 'type' } as const;
  if (found === undefined || found === null) {
    const hint = `add type, one of ${FOLDER_TYPES.join(', ')}`;
    return { ...issue, message: '"type" must be specified', hint };
  }
  if (found === 'Environment') {
    const hint = `move it to copilot/environments/${name}/manifest.yml`;
    return { ...issue, message: 'an environment lies among the workloads', hint };
  }
  const text = typeof found === 'string' ? found : '';
  const near = findNearest(text, FOLDER_TYPES);
  const hint = near ? `did you mean "${near}"?` : `types are ${FOLDER_TYPES.join(', ')}`;
  return { ...issue, message: `invalid manifest type: ${JSON.stringify(found)}`, hint };
}
