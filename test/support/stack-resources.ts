import type { Installation } from './installation.js';

/** Resources of a stack as they are now, by logical id. */
export const resourcesOf = (it: Installation, stackName: string) =>
  it.account.snapshot().stacks[stackName]?.resources ?? {};

/** Properties of one of them, evaluated. */
export const propertiesOf = (it: Installation, stackName: string, id: string) =>
  resourcesOf(it, stackName)[id]?.properties as { readonly [name: string]: unknown } | undefined;

/** Manifest of a Load Balanced Web Service at a path. */
export const aWebService = (
  name: string,
  path: string,
  lines = '',
): { readonly [file: string]: string } => ({
  [`copilot/${name}/manifest.yml`]: `name: ${name}
type: Load Balanced Web Service
image: { location: public.ecr.aws/docker/library/nginx:1.29, port: 8080 }
http: { path: ${path}${lines} }
variables: { VERSION: "\${VERSION}" }
`,
});
