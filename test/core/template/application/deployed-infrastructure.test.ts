import { parseDeployedTemplate } from '../../../../core/deletion/parse-deployed-template.js';
import {
  extendInfrastructure,
  readInfrastructure,
} from '../../../../core/template/application/deployed-infrastructure.js';
import { renderApplicationInfrastructure } from '../../../../core/template/application/render-infrastructure.js';

const api = { name: 'api', withRepository: true };
const docs = { name: 'docs', withRepository: false };

test('what a template is made from is read out of it again', () => {
  const state = { accounts: ['111111111111'], workloads: [api, docs], version: 7 };
  const { template } = renderApplicationInfrastructure({
    application: 'shop',
    templateVersion: 'v1.2.0',
    ...state,
  });
  expect(readInfrastructure(template)).toEqual(state);
});

test('Copilot wrote it in YAML, and services alone in its first days', () => {
  const yaml = `Metadata:
  Version: 3
  Workloads:
    - Name: docs
      WithECR: false
  Accounts: ["111111111111"]
  Services:
    - api
Resources: {}
`;
  expect(readInfrastructure(parseDeployedTemplate(yaml))).toEqual({
    accounts: ['111111111111'],
    workloads: [docs, api],
    version: 3,
  });
});

test('what is new is added, nothing is taken away, and the version goes up', () => {
  const deployed = { accounts: ['111111111111'], workloads: [docs], version: 7 };
  const wanted = {
    accounts: ['111111111111', '222222222222'],
    workloads: [api, { ...docs, withRepository: true }],
  };
  expect(extendInfrastructure(deployed, wanted)).toEqual({
    accounts: ['111111111111', '222222222222'],
    workloads: [docs, api],
    version: 8,
  });
  expect(extendInfrastructure(undefined, wanted)).toEqual({ ...wanted, version: 1 });
});
