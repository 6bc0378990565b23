/** Text of a template, JSON or YAML with short intrinsic functions, to the template with long ones. */
import { type Document, isAlias, isMap, isScalar, isSeq, parseDocument } from 'yaml';
import type { Template } from '../../../core/template/cloudformation.js';
import { validationError } from '../service-error.js';

const withLongName = (tag: string): string => {
  const name = tag.slice(1);
  return name === 'Ref' || name === 'Condition' ? name : `Fn::${name}`;
};

/** `!GetAtt A.B.C` is the attribute `B.C` of A. */
function expandShort(tag: string | undefined, value: unknown): unknown {
  if (!tag?.startsWith('!') || tag.startsWith('!!')) return value;
  if (tag === '!GetAtt' && typeof value === 'string') {
    const cut = value.indexOf('.');
    return { 'Fn::GetAtt': cut < 0 ? value : [value.slice(0, cut), value.slice(cut + 1)] };
  }
  return { [withLongName(tag)]: value };
}

function convert(document: Document, node: unknown): unknown {
  if (isAlias(node)) return convert(document, node.resolve(document));
  if (isScalar(node)) return expandShort(node.tag, node.value);
  if (isSeq(node))
    return expandShort(
      node.tag,
      node.items.map((item) => convert(document, item)),
    );
  if (isMap(node)) {
    const entries = node.items.map((pair): [string, unknown] => [
      String(isScalar(pair.key) ? pair.key.value : pair.key),
      convert(document, pair.value),
    ]);
    return expandShort(node.tag, Object.fromEntries(entries));
  }
  return null;
}

function parseYaml(text: string): unknown {
  const document = parseDocument(text, { logLevel: 'silent' });
  if (document.errors.length > 0) {
    throw validationError('Template format error: YAML not well-formed.');
  }
  return convert(document, document.contents);
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    const place = /position (\d+)/.exec(String(error))?.[1];
    const before = text.slice(0, Number(place ?? 0)).split('\n');
    const at = `(line ${before.length}, column ${(before.at(-1)?.length ?? 0) + 1})`;
    throw validationError(`Template format error: JSON not well-formed. ${at}`);
  }
}

export function parseTemplate(text: string): Template {
  const parsed = text.trimStart().startsWith('{') ? parseJson(text) : parseYaml(text);
  if (typeof parsed !== 'object' || parsed === null || Array.isArray(parsed)) {
    throw validationError('Template format error: unsupported structure.');
  }
  return parsed as Template;
}
