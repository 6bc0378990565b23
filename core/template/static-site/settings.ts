/** What decides the shape of a Static Site's template. */
export type SiteSettings = {
  readonly application: string;
  readonly environment: string;
  readonly name: string;
  readonly partition: string;
  /** The name under which the site is served, beside CloudFront's own. */
  readonly alias: string | undefined;
  /** ARN of a certificate of the user in us-east-1. */
  readonly certificate: string | undefined;
  /** Domain of the application and the role that writes its records; the empty text where there is none. */
  readonly domain: string;
  readonly delegationRole: string;
  /** Where the list of files to copy lies. */
  readonly mapping: { readonly bucket: string; readonly key: string };
  readonly permissionsBoundary: string | undefined;
};

/** Whether certificate and records are made here; a user who brings a certificate writes the record too. */
export function managesDomain(settings: SiteSettings): boolean {
  return settings.alias !== undefined && settings.certificate === undefined;
}
