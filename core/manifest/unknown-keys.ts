import { findNearestKey } from './nearest-key.js';
import { pickOption } from './pick-option.js';
import { isPlainObject, type PlainObject } from './plain-object.js';
import type { FieldShape, Shape, StructShape } from './shape.js';
import { errorAt, type Finding } from './text/finding.js';
import type { Path } from './text/path.js';

/** Keys that Copilot itself wrote, or its guide names, and that mean nothing where people put them. */
const KNOWN_MISTAKES: ReadonlyMap<string, string> = new Map([
  [
    'http.private.ingress.from_vpc',
    'write ingress.vpc: Copilot wrote from_vpc into manifests but never read it',
  ],
  [
    'http.public.ingress.from_vpc',
    'a public load balancer is open to its VPC anyway; remove the key',
  ],
]);

/**
 * Keys that no schema knows: warnings, because Copilot ignores them; errors when `strict`. The overrides of every
 * environment are looked at too.
 */
export function findUnknownKeys(
  manifest: PlainObject,
  shape: StructShape,
  options: { readonly strict: boolean; readonly hasEnvironments: boolean },
): readonly Finding[] {
  const finder = new UnknownKeyFinder(shape, options.strict);
  const section: [string, FieldShape] = [
    'environments',
    { shape: { kind: 'any' }, isRequired: false },
  ];
  const root = options.hasEnvironments
    ? { ...shape, fields: new Map([...shape.fields, section]) }
    : shape;
  finder.visit(manifest, root, []);
  const { environments } = manifest;
  if (!options.hasEnvironments || !isPlainObject(environments)) return finder.findings;
  const fields = [...shape.fields].filter(([key]) => key !== 'name' && key !== 'type');
  const override: StructShape = { ...shape, fields: new Map(fields) };
  for (const [name, value] of Object.entries(environments)) {
    finder.visit(value, override, ['environments', name]);
  }
  return finder.findings;
}

class UnknownKeyFinder {
  readonly findings: Finding[] = [];
  readonly #root: StructShape;
  readonly #severity: Finding['severity'];

  constructor(root: StructShape, strict: boolean) {
    this.#root = root;
    this.#severity = strict ? 'error' : 'warning';
  }

  visit(value: unknown, shape: Shape, path: Path): void {
    if (Array.isArray(value)) {
      const list = shape.kind === 'union' ? shape.options.find((o) => o.kind === 'list') : shape;
      if (list?.kind !== 'list') return;
      for (const [i, item] of value.entries()) this.visit(item, list.item, [...path, i]);
      return;
    }
    if (!isPlainObject(value)) return;
    const form = pickOption(shape, value);
    if (form?.kind === 'struct') this.#visitRenames(value, form, path);
    for (const [key, item] of Object.entries(value)) {
      if (form?.kind === 'map') this.visit(item, form.value, [...path, key]);
      if (form?.kind === 'struct') this.#visitField(key, item, form, path);
    }
  }

  #visitRenames(value: PlainObject, form: StructShape, path: Path): void {
    for (const [old, name] of Object.entries(form.rule.renames ?? {})) {
      if (!Object.hasOwn(value, old) || !Object.hasOwn(value, name)) continue;
      const message = `must specify one, not both, of "${old}" and "${name}"`;
      const hint = `keep ${name}: ${old} is its old spelling`;
      this.findings.push({ ...errorAt([...path, old], message, hint), atKey: true });
    }
  }

  #visitField(key: string, value: unknown, form: StructShape, path: Path): void {
    const field = form.fields.get(key);
    if (field) this.visit(value, field.shape, [...path, key]);
    // An old spelling is known; `x-` marks a place for anchors, as people know it from compose files.
    if (field || form.rule.renames?.[key] !== undefined || key.startsWith('x-')) return;
    const at = [...path, key];
    const hint =
      KNOWN_MISTAKES.get(at.join('.')) ??
      findNearestKey(key, form, this.#root) ??
      'it has no effect; remove it';
    this.findings.push({
      severity: this.#severity,
      path: at,
      message: `unknown key "${key}"`,
      hint,
      atKey: true,
    });
  }
}
