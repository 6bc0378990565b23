import type { StaticSite } from '../schema/static-site.js';
import { errorAt, type Finding, quoteFound, warningAt } from '../text/finding.js';
import type { Path } from '../text/path.js';
import { findArnRegion } from './arn.js';

/** CloudFront takes certificates of one region only; a text that is no ARN is a doubt. */
export function* findCloudFrontCertificateMistakes(arn: string, path: Path): Iterable<Finding> {
  const region = findArnRegion(arn);
  if (region === undefined) {
    yield warningAt(
      path,
      `${quoteFound(arn)} is not an ARN`,
      'write the ARN of an ACM certificate',
    );
  } else if (region !== 'us-east-1') {
    const message = `cdn certificate must be in region us-east-1, found ${quoteFound(region)}`;
    yield errorAt(
      path,
      message,
      'CloudFront takes certificates of us-east-1 only: request or import it there',
    );
  }
}

export function* findStaticSiteMistakes(site: StaticSite): Iterable<Finding> {
  const { certificate, alias } = site.http ?? {};
  if (certificate) {
    if (!alias) {
      const message = '"alias" must be specified if "certificate" is specified';
      yield errorAt(['http', 'certificate'], message, 'add http.alias');
    }
    yield* findCloudFrontCertificateMistakes(certificate, ['http', 'certificate']);
  }
  for (const [index, file] of (site.files ?? []).entries()) {
    if (file.source === '') yield errorAt(['files', index, 'source'], '"source" must be specified');
  }
}
