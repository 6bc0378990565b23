import type { FileUpload, StaticSite } from '../../manifest/schema/static-site.js';
import { type Finding, quoteFound, warningAt } from '../../manifest/text/finding.js';
import type { RenderContext } from '../../template/context.js';
import { findRelativePath, normalizeSource } from '../../template/static-site/site-files.js';
import { missingSource } from '../../workspace/missing-files.js';
import { findDomainAliasMistakes } from './alias-findings.js';

/** What a static site needs of the domain and of the files in the workspace. */
export function* findSiteInputMistakes(
  site: StaticSite,
  context: RenderContext,
): Iterable<Finding> {
  if (!site.http?.certificate) {
    yield* findDomainAliasMistakes(site.http?.alias, ['http', 'alias'], context);
  }
  if (context.facts.assets?.mappingUrl !== undefined) return;
  for (const [index, upload] of (site.files ?? []).entries()) {
    yield* findSourceMistakes(upload, index, context);
  }
}

function* findSourceMistakes(
  upload: FileUpload,
  index: number,
  context: RenderContext,
): Iterable<Finding> {
  const source = normalizeSource(upload.source);
  const below = [...context.workspace.files.keys()].flatMap(
    (file) => findRelativePath(file, source) ?? [],
  );
  const path = ['files', index, 'source'];
  if (below.length === 0) {
    yield missingSource(path, upload.source);
  } else if (!upload.recursive && below.every((file) => file.includes('/'))) {
    const message = `${quoteFound(upload.source)} holds folders only, and these are left out`;
    yield warningAt(path, message, 'add recursive: true');
  }
}
