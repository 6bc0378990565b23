import { isOwnTemplate } from '../../../core/template/own-templates.js';
import { WORKLOAD_TYPES } from '../../../core/workspace/workspace.js';
import { aManifest, getStack, NGINX, renderShop } from '../../support/release-input.js';

const FIELDS: { readonly [type in (typeof WORKLOAD_TYPES)[number]]: string } = {
  'Load Balanced Web Service': `${NGINX}http: { path: / }\n`,
  'Backend Service': NGINX,
  'Worker Service': 'image: { location: nginx }\n',
  'Scheduled Job': "image: { location: nginx }\non: { schedule: '@daily' }\n",
  'Request-Driven Web Service': 'image: { location: public.ecr.aws/nginx/nginx:1, port: 80 }\n',
  'Static Site': 'files: [{ source: site/index.html }]\n',
};

test.each(WORKLOAD_TYPES)('a template of ours is known by its description: %s', (type) => {
  const files = { ...aManifest('api', type, FIELDS[type]), 'site/index.html': '<html>' };
  const { template } = getStack(renderShop(files), 'api');
  expect(isOwnTemplate(template.Description)).toBe(true);
});

test('with patches too', () => {
  const patches = '- op: add\n  path: /Metadata/Team\n  value: web\n';
  const files = {
    ...aManifest('api', 'Backend Service', NGINX),
    'copilot/api/overrides/cfn.patches.yml': patches,
  };
  const { Description } = getStack(renderShop(files), 'api').template;
  expect(Description).toMatch(/patches/);
  expect(isOwnTemplate(Description)).toBe(true);
});

test.each([
  'CloudFormation template that represents a load balanced web service on Amazon ECS.',
  'CloudFormation template that represents a static site backed by S3.',
  '',
  undefined,
])('%s is none of ours', (description) => {
  expect(isOwnTemplate(description)).toBe(false);
});
