import { refuseExports } from '../../../infra/bundling/absent-modules.js';
import {
  dropErrors,
  inlineKeys,
  keepVersion,
  shareErrorClass,
} from '../../../infra/bundling/shrink-sdk.js';

const ERRORS = `import { DemoServiceException as __BaseException } from "./DemoServiceException";
export class Busy extends __BaseException {
    name = "Busy";
    $fault = "client";
    $retryable = {};
    Message;
    constructor(opts) {
        super({
            name: "Busy",
            $fault: "client",
            ...opts,
        });
        Object.setPrototypeOf(this, Busy.prototype);
        this.Message = opts.Message;
    }
}
export class Gone extends __BaseException {
    static shapeId = "com.amazonaws.demo#Gone";
    name = "Gone";
    $fault = "server";
    constructor(opts) {
        super({
            name: "Gone",
            $fault: "server",
            ...opts,
        });
        Object.setPrototypeOf(this, Gone.prototype);
    }
}
`;

type Errors = { readonly [name: string]: new (options: object) => Error };

/** The classes of an errors file, as if its base class were Error with all options on it. */
function load(text: string): Errors {
  const names = [...text.matchAll(/export (?:class|const) (\w+)/g)].map(([, name]) => name);
  const body = text.replace(/^import .*$/m, '').replaceAll('export ', '');
  const base =
    'class __BaseException extends Error { constructor(o) { super(o.message); Object.assign(this, o); } }';
  return new Function(`${base}\n${body}\nreturn { ${names.join(', ')} };`)() as Errors;
}

const fieldsOf = (error: Error): object => ({ ...error, message: error.message });

describe('shareErrorClass', () => {
  test.each(['Busy', 'Gone'])('%s is the same error as before', (name) => {
    const [before, after] = [load(ERRORS)[name]!, load(shareErrorClass(ERRORS))[name]!];
    const options = { message: 'why', Message: 'Why', $metadata: { httpStatusCode: 400 } };
    expect(fieldsOf(new after(options))).toEqual(fieldsOf(new before(options)));
    expect(new after(options)).toBeInstanceOf(after);
  });

  test('a file that looks different is left alone', () => {
    const text = ERRORS.replace('this.Message = opts.Message;', 'this.Message = other();');
    expect(shareErrorClass(text)).toBe(text);
  });
});

describe('inlineKeys', () => {
  test('constants of the file replace computed keys, other keys stay', () => {
    expect(inlineKeys('const _hQ = "httpQuery";\nvar A = { [_hQ]: 1, [other]: 2 };')).toBe(
      'const _hQ = "httpQuery";\nvar A = { "httpQuery": 1, [other]: 2 };',
    );
  });
});

describe('dropErrors', () => {
  const schema = (name: string, traits: string) =>
    `export var ${name}$ = [-3, n0, _N,\n    { ${traits} },\n    [], []\n];\nn0_registry.registerError(${name}$, ${name});\n`;

  test.each<[string, string, boolean]>([
    ['without a code on the wire', '"error": _c', false],
    ['whose code is its name', '"awsQueryError": [`Gone`, 404], "error": _c', false],
    ['whose code is another', '"awsQueryError": [`GoneAway`, 404], "error": _c', true],
  ])('an error %s', (_what, traits, stays) => {
    const dropped = dropErrors(schema('Gone', traits), () => true);
    expect(dropped.includes('registerError')).toBe(stays);
  });

  test('an error whose code is another, and for which nobody asks', () => {
    const text = schema('Gone', '"awsQueryError": [`GoneAway`, 404], "error": _c');
    expect(dropErrors(text, () => false)).not.toContain('registerError');
  });
});

test('keepVersion keeps the version', () => {
  expect(keepVersion('{"name":"x","version":"3.1.0","scripts":{}}')).toBe('{"version":"3.1.0"}');
});

test('refuseExports keeps every name and refuses late', () => {
  const text = refuseExports(
    'export const a = () => 1;\nexport function b() {}\nconst c = 1;',
    'X',
  );
  const { a } = new Function(`${text.replaceAll('export ', '')}\nreturn { a, b };`)() as {
    readonly a: () => () => void;
  };
  expect(() => a()()).toThrow('X is not in this bundle');
});
