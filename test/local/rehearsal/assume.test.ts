import { prepareRehearsal } from '../../../local/rehearsal/prepare.js';
import { aWorkspaceFolder } from '../../support/manifests.js';

const ENVIRONMENT = 'copilot/environments/test/manifest.yml';

function prepare(
  manifests: { readonly [workload: string]: string },
  environment = '',
  facts: Parameters<typeof prepareRehearsal>[0]['facts'] = {},
) {
  const files = aWorkspaceFolder({
    [ENVIRONMENT]: `name: test\ntype: Environment\n${environment}`,
    'site/index.html': '',
    ...Object.fromEntries(
      Object.entries(manifests).map(([name, text]) => [
        `copilot/${name}/manifest.yml`,
        `name: ${name}\n${text}`,
      ]),
    ),
  });
  return prepareRehearsal({ files, environment: 'test', facts, mishaps: [] });
}

function notesOf(...input: Parameters<typeof prepare>): readonly string[] {
  const preparation = prepare(...input);
  if (!preparation.ok) throw new Error(JSON.stringify(preparation.issues));
  return preparation.prepared.assumptions.notes;
}

const web = (http: string) =>
  `type: Load Balanced Web Service\nimage: { location: nginx, port: 80 }\n${http}\n`;
const site = (http: string) =>
  `type: Static Site\nfiles: [{ source: site }]\nhttp: { alias: ${http} }\n`;
const runner = (alias: string) =>
  `type: Request-Driven Web Service\nimage: { location: public.ecr.aws/a/b, port: 80 }\nhttp: { alias: ${alias} }\n`;

test.each<[string, { readonly [workload: string]: string }, string]>([
  ['one alias', { web: web('http: { path: /, alias: www.shop.io }') }, 'shop.io'],
  [
    'an alias of the application',
    { web: web('http: { path: /, alias: a.demo.shop.io }') },
    'demo.shop.io',
  ],
  [
    'aliases at all levels',
    {
      web: web('http: { path: /, alias: [a.test.demo.shop.io, demo.shop.io] }'),
      docs: site('shop.io'),
      run: runner('run.shop.io'),
    },
    'shop.io',
  ],
  ['a TLS listener alone', { web: web('http: false\nnlb: { port: 443/tls }') }, 'example.com'],
])('a domain is assumed for %s', (_title, manifests, domain) => {
  expect(notesOf(manifests)).toContain(`domain of the application: ${domain}`);
});

test.each<[string, string, string]>([
  ['no workload needs one', web('http: { path: / }'), ''],
  [
    'certificates are imported',
    web('http: { path: /, alias: www.shop.io }'),
    'http: { public: { certificates: ["arn:aws:acm:eu-west-1:1:certificate/x"] } }\n',
  ],
])('no domain is assumed where %s', (_title, manifest, environment) => {
  expect(notesOf({ web: manifest }, environment).join('\n')).not.toContain('domain');
});

test('aliases of two domains are left to the user', () => {
  const preparation = prepare({ web: web('http: { path: /, alias: [a.one.io, b.two.io] }') });
  expect(preparation).toMatchObject({ ok: false, issues: [{ field: 'http.alias' }] });
});

test('load balancers and subnets that exist elsewhere are assumed', () => {
  const tagged = 'network: { vpc: { placement: { subnets: { from_tags: { team: a } } } } }';
  expect(notesOf({ web: web(`http: { path: /, alb: shared }\n${tagged}`) })).toEqual([
    'load balancer shared listens for HTTP and HTTPS',
    'subnets with the tags {"team":["a"]}: subnet-assumed1, subnet-assumed2',
  ]);
});

test('what the facts say is not assumed', () => {
  const facts = {
    application: { name: 'demo', domain: 'shop.io' },
    taggedSubnets: { '{"team":["a"]}': ['subnet-1'] },
  };
  const tagged = 'network: { vpc: { placement: { subnets: { from_tags: { team: a } } } } }';
  const manifest = web(`http: { path: /, alias: www.shop.io }\n${tagged}`);
  expect(notesOf({ web: manifest }, '', facts)).toEqual([]);
});
