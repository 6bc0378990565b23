import { existsSync } from 'node:fs';
import path from 'node:path';
import { CUSTOM_RESOURCE_NAMES } from '../../../core/template/custom-resource-function.js';
import { renderEnvironment } from '../../../core/template/environment/render-environment.js';
import { renderRequestDriven } from '../../../core/template/request-driven/render-request-driven.js';
import { renderStaticSite } from '../../../core/template/static-site/render-static-site.js';
import { CUSTOM_RESOURCES } from '../../../functions/custom-resources/catalogue.js';
import { aRenderContext, someFacts } from '../../support/render-context.js';

const FOLDER = path.resolve(import.meta.dirname, '../../../functions/custom-resources');
const NAMED_CODE = Object.fromEntries(CUSTOM_RESOURCE_NAMES.map((name) => [name, `code/${name}`]));

test.each(Object.entries(CUSTOM_RESOURCES))('%s has its entry and its handler', async (_, code) => {
  const file = path.join(FOLDER, code.entry);
  expect(existsSync(file)).toBe(true);
  expect(await import(file)).toHaveProperty(code.handler, expect.any(Function));
});

test('templates call code by the handler that it has', () => {
  const facts = someFacts({
    application: { domain: 'example.com' },
    customResources: NAMED_CODE,
  });
  const context = aRenderContext({ facts });
  const stacks = [
    renderEnvironment(
      {
        name: 'test',
        type: 'Environment',
        cdn: true,
        http: { public: { access_logs: true } },
      },
      context,
    ),
    renderStaticSite({ name: 'docs', type: 'Static Site' }, context),
    renderRequestDriven(
      {
        name: 'page',
        type: 'Request-Driven Web Service',
        cpu: 1024,
        memory: 2048,
        image: { build: 'Dockerfile', port: 80 },
        http: { alias: 'page.example.com' },
      },
      context,
    ),
  ];
  const functions = stacks
    .flatMap(({ template }) => Object.values(template.Resources))
    .filter(({ Type }) => Type === 'AWS::Lambda::Function')
    .map(({ Properties }) => Properties as { Handler: string; Code: { S3Key: string } });
  expect(functions).toHaveLength(10);
  for (const { Handler, Code } of functions) {
    const name = Code.S3Key.replace('code/', '') as keyof typeof CUSTOM_RESOURCES;
    expect(Handler).toBe(`index.${CUSTOM_RESOURCES[name].handler}`);
  }
});
