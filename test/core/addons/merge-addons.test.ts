import { createHash } from 'node:crypto';
import { unzipSync } from 'fflate';
import { outputVariableName } from '../../../core/addons/addon-outputs.js';
import { mergeAddons } from '../../../core/addons/merge-addons.js';
import type { AddonAssetContext, AddonsKind } from '../../../core/addons/merged-addons.js';
import type { AddonsSource } from '../../../core/workspace/workspace.js';

const PARAMETERS = 'Parameters: {App: {Type: String}, Env: {Type: String}, Name: {Type: String}}\n';
const TOPIC = `${PARAMETERS}Resources: {Topic: {Type: 'AWS::SNS::Topic'}}\n`;
const BYTES = new TextEncoder();

const source = (files: { readonly [name: string]: string }): AddonsSource => ({
  folder: 'copilot/api/addons',
  files: new Map(Object.entries(files)),
});
const workspace = (files: { readonly [path: string]: string }): AddonAssetContext => ({
  owner: 'api',
  files: new Map(Object.entries(files).map(([path, text]) => [path, BYTES.encode(text)])),
  artifactBucket: 'artifacts',
  region: 'eu-west-1',
});
const merge = (
  files: { readonly [name: string]: string },
  context: AddonAssetContext = workspace({}),
  kind: AddonsKind = 'workload',
) => mergeAddons(source(files), kind, context);
const addonsOf = (...input: Parameters<typeof merge>) => {
  const merged = merge(...input);
  if (!merged.ok || !merged.addons) throw new Error(JSON.stringify(merged));
  return merged.addons;
};
const messagesOf = (...input: Parameters<typeof merge>) =>
  merge(...input).issues.map(({ severity, message }) => `${severity}: ${message}`);

test.each([
  {},
  { 'addons.parameters.yml': 'Parameters: {A: b}' },
  { 'README.md': 'x', 'template.json': '{}' },
])('a folder without a template has no addons: %j', (files) => {
  expect(merge(files)).toEqual({ ok: true, addons: undefined, issues: [] });
});

test('the merged template is among the assets under its hash', () => {
  const { template, assets, templateKey } = addonsOf({ 'a.yml': TOPIC });
  const body = JSON.stringify(template);
  expect(templateKey).toBe(
    `manual/addons/api/${createHash('sha256').update(body).digest('hex')}.yml`,
  );
  expect(assets).toEqual([{ key: templateKey, body: BYTES.encode(body) }]);
});

test.each<[AddonsKind, readonly string[]]>([
  ['workload', ['App', 'Env', 'Name']],
  ['environment', ['App', 'Env']],
  ['environment-addon', ['App', 'Env', 'Name']],
])('addons of a %s must declare %j', (kind, names) => {
  const files = { 'a.yml': 'Resources: {Topic: {Type: "AWS::SNS::Topic"}}' };
  expect(messagesOf(files, workspace({}), kind)).toEqual(
    names.map((name) => `error: required parameter "${name}" is missing from the template`),
  );
});

test('values of the parameters file are handed on in long form', () => {
  const files = {
    'a.yml': `${PARAMETERS.trim().slice(0, -1)}, Q: {Type: String}}\nResources: {T: {Type: "AWS::SNS::Topic"}}`,
    'addons.parameters.yml': 'Parameters:\n  Q: !GetAtt EventsQueue.Arn\n',
  };
  expect(addonsOf(files).parameters).toEqual({ Q: { 'Fn::GetAtt': ['EventsQueue', 'Arn'] } });
});

test('all mistakes about parameters are told at once, with their places', () => {
  const files = {
    'a.yml':
      'Parameters:\n  App: {Type: String}\n  Size: {Type: Number}\nResources: {T: {Type: "AWS::SNS::Topic"}}',
    'addons.parameters.yml': 'Parameters:\n  Env: prod\n  Colour: red\n',
  };
  expect(merge(files)).toMatchObject({
    ok: false,
    issues: [
      { message: 'required parameter "Env" is missing from the template' },
      { message: 'required parameter "Name" is missing from the template' },
      {
        file: 'copilot/api/addons/addons.parameters.yml',
        line: 2,
        column: 3,
        message: 'reserved parameters "App", "Env" and "Name" cannot be declared',
      },
      { line: 3, message: 'template does not require the parameter "Colour" in parameters file' },
      {
        file: 'copilot/api/addons/a.yml',
        line: 3,
        message:
          'parameter "Size" in template must have a default value or is included in parameters file',
      },
    ],
  });
});

test('only a Ref to a resource says what an output is', () => {
  const text = `${PARAMETERS}
Resources:
  Secret: {Type: 'AWS::SecretsManager::Secret'}
  Policy: {Type: 'AWS::IAM::ManagedPolicy'}
  Group: {Type: 'AWS::EC2::SecurityGroup'}
  Table: {Type: 'AWS::DynamoDB::Table'}
Outputs:
  ASecret: {Value: !Ref Secret}
  APolicy: {Value: {Ref: Policy}}
  AGroup: {Value: !Ref Group}
  ATable: {Value: !Ref Table}
  AnArn: {Value: !GetAtt Secret.Id}
  AText: {Value: !Sub '\${Secret}'}
  AParameter: {Value: !Ref Env}
  AProperty: {Value: !Ref toString}
`;
  expect(addonsOf({ 'a.yml': text }).outputs.map(({ name, kind }) => `${name} ${kind}`)).toEqual([
    'ASecret secret',
    'APolicy managed-policy',
    'AGroup security-group',
    'ATable plain',
    'AnArn plain',
    'AText plain',
    'AParameter plain',
    'AProperty plain',
  ]);
});

test.each([
  ['MyTableName', 'MY_TABLE_NAME'],
  ['DBSecret', 'DB_SECRET'],
  ['My2ndCamel', 'MY2ND_CAMEL'],
  ['MyDDBTableWithLSI', 'MY_DDB_TABLE_WITH_LSI'],
  ['ddbName', 'DDB_NAME'],
])('the output %s becomes the variable %s', (output, variable) => {
  expect(outputVariableName(output)).toBe(variable);
});

test('templates without a resource are refused', () => {
  expect(messagesOf({ 'a.yml': PARAMETERS })).toEqual([
    'error: the templates of the folder define no resource',
  ]);
});

describe('local paths', () => {
  const code = (value: string) => ({
    'a.yml': `${PARAMETERS}Resources: {Handler: {Type: 'AWS::Lambda::Function', Properties: {Code: ${value}}}}`,
  });
  const property = (type: string, line: string) => ({
    'a.yml': `${PARAMETERS}Resources: {R: {Type: '${type}', Properties: {${line}}}}`,
  });
  const files = workspace({
    'lambdas/hello/index.js': 'exports.handler = 1',
    'lambdas/hello/lib/a.js': 'a',
    'lambdas/hello.zip': 'not this one',
    'api/openapi.yml': 'openapi: 3.0.0',
  });

  test('a folder is zipped under its content, in the same bytes every time', () => {
    const [first, second] = [
      addonsOf(code('lambdas/hello'), files),
      addonsOf(code('./lambdas/x/../hello/'), files),
    ];
    expect(first).toEqual(second);
    const [asset] = first.assets;
    expect(asset?.key).toMatch(/^manual\/addons\/api\/assets\/[0-9a-f]{64}$/);
    expect(Object.keys(unzipSync(asset?.body ?? new Uint8Array()))).toEqual([
      'index.js',
      'lib/a.js',
    ]);
    expect(first.template.Resources).toMatchObject({
      Handler: { Properties: { Code: { S3Bucket: 'artifacts', S3Key: asset?.key } } },
    });
  });

  test('the key is the one that Copilot gives to the same files', () => {
    const hash = createHash('sha256')
      .update('index.js -rw-r--r--')
      .update('exports.handler = 1')
      .digest('hex');
    const [asset] = addonsOf(code('lambdas/hello/index.js'), files).assets;
    expect(asset?.key).toBe(`manual/addons/api/assets/${hash}`);
    expect(Object.keys(unzipSync(asset?.body ?? new Uint8Array()))).toEqual(['index.js']);
  });

  test.each([
    [
      'AWS::ApiGateway::RestApi',
      'BodyS3Location',
      { Bucket: 'artifacts', Key: expect.stringMatching(/^manual/) },
    ],
    ['AWS::Serverless::Api', 'DefinitionUri', expect.stringMatching(/^s3:\/\/artifacts\/manual/)],
    ['AWS::Glue::Job', 'Command', expect.anything()],
    [
      'AWS::CloudFormation::Stack',
      'TemplateURL',
      expect.stringMatching(/^https:\/\/artifacts\.s3\.eu-west-1\.amazonaws\.com\/manual/),
    ],
  ])('%s takes %s in its own form', (type, name, value) => {
    const line =
      name === 'Command'
        ? 'Command: {ScriptLocation: api/openapi.yml}'
        : `${name}: api/openapi.yml`;
    const { template, assets } = addonsOf(property(type, line), files);
    expect(template.Resources).toMatchObject({ R: { Properties: { [name]: value } } });
    expect(assets[0]?.body).toEqual(BYTES.encode('openapi: 3.0.0'));
  });

  test('an included file is uploaded wherever the transform stands', () => {
    const text = `${PARAMETERS}
Resources:
  Api:
    Type: AWS::ApiGateway::RestApi
    Properties:
      Body:
        - Fn::Transform: {Name: 'AWS::Include', Parameters: {Location: api/openapi.yml}}
`;
    const body = JSON.stringify(addonsOf({ 'a.yml': text }, files).template);
    expect(body).toContain('"Location":"s3://artifacts/manual/addons/api/assets/');
  });

  test.each(['"s3://bucket/key"', '"https://example.com/x"', '!Ref Bucket', '{ZipFile: x}', '""'])(
    '%s is left alone',
    (value) => {
      const { assets } = addonsOf(code(value), files);
      expect(assets).toHaveLength(1);
    },
  );

  test.each(['../secrets', '/etc/passwd', 'lambdas/../../etc', '"C:\\\\x"'])(
    '%s leaves the workspace',
    (value) => {
      const [message] = messagesOf(code(value), files);
      expect(message).toMatch(
        /^error: Code of resource "Handler" is the path ".*", which leaves the workspace$/,
      );
    },
  );

  test('a path without a file is an error', () => {
    expect(messagesOf(code('lambdas/gone'), files)).toEqual([
      'error: Code of resource "Handler" is the path "lambdas/gone", where the workspace has no file',
    ]);
  });

  test('without a bucket a path stays, and is told', () => {
    const unknown = { ...files, artifactBucket: undefined };
    expect(messagesOf(code('lambdas/hello'), unknown)).toEqual([
      'warning: Code of resource "Handler" stays the local path "lambdas/hello": the artifact bucket is not known',
    ]);
    expect(addonsOf(code('lambdas/hello'), unknown).template.Resources).toMatchObject({
      Handler: { Properties: { Code: 'lambdas/hello' } },
    });
  });
});

test('what may stand in a file that cannot be read is not missing', () => {
  const broken = { 'a.yml': 'Resources: [\n', 'addons.parameters.yml': 'Parameters: {Size: 5}' };
  expect(merge(broken).issues).toEqual([
    {
      severity: 'error',
      file: 'copilot/api/addons/a.yml',
      line: 2,
      column: 1,
      message: expect.stringContaining('cannot be read as YAML: '),
      hint: 'check indentation and quotes around this place',
    },
  ]);
  expect(messagesOf({ 'a.yml': 'hello' })).toEqual(['error: the template is not a map']);
  expect(messagesOf({ 'a.yml': 'Resources: 5' })).toEqual([
    'error: "Resources" field in cloudformation template is not a map',
  ]);
  const parameters = { 'a.yml': TOPIC.replace('Name:', 'Size: {Type: Number}, Name:') };
  expect(messagesOf({ ...parameters, 'addons.parameters.yml': 'Parameters: [' })).toHaveLength(1);
});

test('what CloudFormation would refuse is told beside the template', () => {
  const resources = "Topic: {Type: 'AWS::SNS::Topic', DependsOn: Gone}";
  const { faults } = addonsOf({ 'a.yml': `${PARAMETERS}Resources: {${resources}}\n` });
  expect(faults).toMatchObject([
    {
      severity: 'error',
      file: 'copilot/api/addons/a.yml',
      line: 2,
      field: 'Resources.Topic',
      message: 'depends on "Gone", which is no resource',
    },
  ]);
  expect(addonsOf({ 'a.yml': TOPIC }).faults).toEqual([]);
});

test('what is no resource is told at its place', () => {
  const resources =
    "A: {Type: 'AWS::SNS::Topic', Properties: }, B: , C: {Properties: {}}, D: {'Fn::Transform': {}}";
  expect(addonsOf({ 'a.yml': `${PARAMETERS}Resources: {${resources}}\n` }).faults).toMatchObject([
    { line: 2, field: 'Resources.A.Properties', message: 'is no map' },
    { line: 2, field: 'Resources.B', message: 'is no resource: a map with a Type' },
    { line: 2, field: 'Resources.C', message: 'is no resource: a map with a Type' },
  ]);
  const parameters = { 'a.yml': TOPIC.replace('Name:', 'Size: {Default: 1}, Name:') };
  expect(addonsOf(parameters).faults).toMatchObject([
    { line: 1, field: 'Parameters.Size', message: 'has no Type' },
  ]);
});

test('outputs that become one variable are doubted', () => {
  const outputs = 'Outputs: {tableName: {Value: a}, TableName: {Value: b}, Other: {Value: c}}\n';
  const files = { 'a.yml': `${TOPIC}${outputs}` };
  expect(messagesOf(files)).toEqual([
    'warning: outputs "tableName" and "TableName" both become the variable TABLE_NAME',
  ]);
  expect(messagesOf(files, workspace({}), 'environment-addon')).toEqual([]);
});
