/**
 * Rewritings of generated SDK files that keep their meaning and let esbuild drop, or write shorter, what is there. Each
 * leaves a text alone in which it does not find its pattern.
 */

/**
 * Schemas of operations are arrays of literals, but for keys such as `[_hQ]`, a constant of the same file: esbuild takes
 * a computed key for a possible side effect and keeps all 200 operations of S3. With the constants put in, it keeps ours.
 */
export function inlineKeys(text: string): string {
  const constants = new Map(
    [...text.matchAll(/^const (\w+) = ("[^"]*");$/gm)].map(([, name = '', value = '']) => [
      name,
      value,
    ]),
  );
  return text.replace(/\[(\w+)\]:/g, (whole, name: string) => {
    const value = constants.get(name);
    return value === undefined ? whole : `${value}:`;
  });
}

/**
 * A service registers every error of its model, with class and schema: 140 in SSM, for a client that calls one operation.
 * An error that is not registered comes as the service's base exception with the same name and message, and nothing of
 * ours asks for more. Only where the wire has another code than the name (`awsQueryError`: 14 of CloudFormation's, nearly
 * all of the load balancers') does the registry translate; the entry stays where a source of ours asks for that name.
 */
export function dropErrors(text: string, isNamed: (error: string) => boolean): string {
  const codes = new Map(
    [
      ...text.matchAll(/^export var (\w+)\$ = \[-3, n0, \w+,\s*\{ "awsQueryError": \[`(\w+)`/gm),
    ].map(([, name = '', code = '']) => [name, code]),
  );
  return text.replace(/^n0_registry\.registerError\((\w+)\$, \w+\);$/gm, (line, name: string) =>
    (codes.get(name) ?? name) === name || !isNamed(name) ? '' : line,
  );
}

const ERROR_CLASS =
  /export class (?<name>\w+) extends __BaseException \{\n(?: {4}static shapeId = "[^"]+";\n)? {4}name = "\k<name>";\n {4}\$fault = "(?<fault>client|server)";\n(?<fields>(?: {4}\w+;\n)*)(?<retryable>(?: {4}\$retryable = \{[^}]*\};\n)?)(?<more>(?: {4}\w+;\n)*) {4}constructor\(opts\) \{\n {8}super\(\{\n {12}name: "\k<name>",\n {12}\$fault: "\k<fault>",\n {12}\.\.\.opts,\n {8}\}\);\n {8}Object\.setPrototypeOf\(this, \k<name>\.prototype\);\n(?: {8}this\.\w+ = opts\.\w+;\n)* {4}\}\n\}\n?/g;

const DEFINE_ERROR = `const defineError = (name, fault, fields, retryable) => class Modeled extends __BaseException {
  name = name;
  $fault = fault;
  constructor(opts) {
    super({ name, $fault: fault, ...opts });
    Object.setPrototypeOf(this, Modeled.prototype);
    if (retryable) this.$retryable = retryable;
    for (const field of fields) this[field] = opts[field];
  }
};
`;

/** A service has up to 140 error classes that differ in name and fields only: one maker writes them in a quarter. */
export function shareErrorClass(text: string): string {
  const shared = text.replace(ERROR_CLASS, (...match) => {
    const groups = match.at(-1) as { readonly [group: string]: string };
    const fields = [...`${groups.fields}${groups.more}`.matchAll(/(\w+);/g)].map(
      ([, field]) => field,
    );
    const retryable = /\{[^}]*\}/.exec(groups.retryable ?? '')?.[0] ?? 'undefined';
    return `export const ${groups.name} = /* @__PURE__ */ defineError("${groups.name}", "${groups.fault}", ${JSON.stringify(fields)}, ${retryable});\n`;
  });
  if (shared.includes('export class')) return text;
  const end = shared.indexOf(';\n') + 2;
  return shared.slice(0, end) + DEFINE_ERROR + shared.slice(end);
}

/** Clients read one field of their package.json. */
export function keepVersion(text: string): string {
  const { version } = JSON.parse(text) as { readonly version: string };
  return JSON.stringify({ version });
}

/** S3's signer, which can also sign for many regions at once: for multi-region access points, which are no addresses here. */
export const MULTI_REGION_FILES = /[\\/]SignatureV4MultiRegion\.js$/;

/** The same signer for one region. */
export const ONE_REGION = `import { SignatureV4SignWithCredentials } from "./SignatureV4SignWithCredentials";
export class SignatureV4MultiRegion extends SignatureV4SignWithCredentials {
  static sigv4aDependency() { return "none"; }
}`;

/** Sessions for directory buckets (S3 Express), of which there are none here. Every S3 client prepares for them. */
export const DIRECTORY_BUCKET_FILES = /[\\/]S3ExpressIdentityProviderImpl\.js$/;

export const NO_DIRECTORY_BUCKETS = `export class S3ExpressIdentityProviderImpl {
  getS3ExpressIdentity() { throw new Error('directory buckets are not in this bundle'); }
}`;

/** Retries at a rate that adapts to throttling: only with `AWS_RETRY_MODE=adaptive`, which no function has. */
export const ADAPTIVE_RETRY_FILES = /[\\/]util-retry[\\/]AdaptiveRetryStrategy\.js$/;

export const NO_ADAPTIVE_RETRY = `export class AdaptiveRetryStrategy {
  constructor() { throw new Error('adaptive retries are not in this bundle'); }
}`;
