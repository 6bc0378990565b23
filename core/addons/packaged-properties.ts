/** How a local path in one property becomes a place in S3. */
export type PackagedProperty = {
  /** Below `Properties` of the resource. */
  readonly path: readonly string[];
  /** `bucket-and-key`: a map with these two keys; `s3-uri`, `https-url`: text. */
  readonly form:
    | { readonly kind: 'bucket-and-key'; readonly bucket: string; readonly key: string }
    | { readonly kind: 's3-uri' }
    | { readonly kind: 'https-url' };
  /** A folder is always zipped; with `zip` a single file is, too. */
  readonly zip: boolean;
};

const s3Uri = (path: string, zip = false): PackagedProperty => ({
  path: path.split('.'),
  form: { kind: 's3-uri' },
  zip,
});
const inParts = (path: string, bucket: string, key: string, zip = false): PackagedProperty => ({
  path: path.split('.'),
  form: { kind: 'bucket-and-key', bucket, key },
  zip,
});

/**
 * The properties that `aws cloudformation package` uploads, as far as Copilot does:
 * https://docs.aws.amazon.com/cli/latest/reference/cloudformation/package.html
 */
export const PACKAGED_PROPERTIES: ReadonlyMap<string, readonly PackagedProperty[]> = new Map([
  ['AWS::ApiGateway::RestApi', [inParts('BodyS3Location', 'Bucket', 'Key')]],
  ['AWS::Lambda::Function', [inParts('Code', 'S3Bucket', 'S3Key', true)]],
  ['AWS::Lambda::LayerVersion', [inParts('Content', 'S3Bucket', 'S3Key', true)]],
  ['AWS::Serverless::Function', [s3Uri('CodeUri', true)]],
  ['AWS::Serverless::LayerVersion', [s3Uri('ContentUri', true)]],
  ['AWS::Serverless::Application', [s3Uri('Location')]],
  ['AWS::AppSync::GraphQLSchema', [s3Uri('DefinitionS3Location')]],
  [
    'AWS::AppSync::Resolver',
    [s3Uri('RequestMappingTemplateS3Location'), s3Uri('ResponseMappingTemplateS3Location')],
  ],
  [
    'AWS::AppSync::FunctionConfiguration',
    [s3Uri('RequestMappingTemplateS3Location'), s3Uri('ResponseMappingTemplateS3Location')],
  ],
  ['AWS::Serverless::Api', [s3Uri('DefinitionUri')]],
  ['AWS::ElasticBeanstalk::ApplicationVersion', [inParts('SourceBundle', 'S3Bucket', 'S3Key')]],
  // Copilot writes an s3:// URI, which CloudFormation refuses for a nested stack.
  [
    'AWS::CloudFormation::Stack',
    [{ path: ['TemplateURL'], form: { kind: 'https-url' }, zip: false }],
  ],
  ['AWS::Glue::Job', [s3Uri('Command.ScriptLocation')]],
  ['AWS::StepFunctions::StateMachine', [inParts('DefinitionS3Location', 'Bucket', 'Key')]],
  ['AWS::Serverless::StateMachine', [inParts('DefinitionUri', 'Bucket', 'Key')]],
  ['AWS::CodeCommit::Repository', [inParts('Code.S3', 'Bucket', 'Key', true)]],
]);
