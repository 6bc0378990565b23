import { outputVariableName } from '../addons/addon-outputs.js';
import { type DynamoTable, type Lifecycle, logicalId } from './storage-request.js';
import { ENVIRONMENT_PARAMETERS, indent, WORKLOAD_PARAMETERS, yamlText } from './template-text.js';

/** A table with the stack of one workload, and the policy that lets the workload use it. */
export function renderWorkloadTable(name: string, table: DynamoTable): string {
  const id = logicalId(name);
  return `${WORKLOAD_PARAMETERS}
Resources:
${renderTable(name, table, 'workload')}
  ${id}AccessPolicy:
    Metadata:
      'aws:copilot:description': 'An IAM policy for your service to use the DynamoDB table ${name}'
    Type: AWS::IAM::ManagedPolicy
    Properties:
      Description: !Sub Grants CRUD access to the Dynamo DB table \${${id}}
      PolicyDocument:
${indent(renderStatements(`!GetAtt ${id}.Arn`, `!Sub \${${id}.Arn}/index/*`), 8)}
Outputs:
  ${id}Name: # Injected into your containers as the environment variable ${outputVariableName(`${id}Name`)}.
    Description: The name of the DynamoDB table.
    Value: !Ref ${id}
  ${id}AccessPolicy: # Attached to the task role.
    Description: The policy to attach to the task role.
    Value: !Ref ${id}AccessPolicy
`;
}

/** A table with the stack of the environment; workloads find it through its exports. */
export function renderEnvironmentTable(name: string, table: DynamoTable): string {
  const id = logicalId(name);
  return `${ENVIRONMENT_PARAMETERS}
Resources:
${renderTable(name, table, 'environment')}
Outputs:
  ${id}Name:
    Description: The name of the DynamoDB table.
    Value: !Ref ${id}
    Export:
      Name: !Sub \${App}-\${Env}-${id}TableName
  ${id}DynamoDBTableARN:
    Description: The ARN of the DynamoDB table.
    Value: !GetAtt ${id}.Arn
    Export:
      Name: !Sub \${App}-\${Env}-${id}TableArn
`;
}

/** Lets one workload use a table of its environment. */
export function renderTableAccess(name: string): string {
  const id = logicalId(name);
  const tableName = `!ImportValue {'Fn::Sub': '\${App}-\${Env}-${id}TableName'}`;
  const tableArn = `!ImportValue {'Fn::Sub': '\${App}-\${Env}-${id}TableArn'}`;
  return `${WORKLOAD_PARAMETERS}
Resources:
  ${id}DdbTableAccessPolicy:
    Metadata:
      'aws:copilot:description': 'An IAM policy for your service to use the DynamoDB table ${name} of the environment'
    Type: AWS::IAM::ManagedPolicy
    Properties:
      Description: !Sub
        - Grants CRUD access to the Dynamo DB table \${Table}
        - Table: ${tableName}
      PolicyDocument:
${indent(renderStatements(tableArn, `!Sub ['\${Table}/index/*', {Table: ${tableArn}}]`), 8)}
Outputs:
  ${id}NameDdbTableName: # Injected into your containers as the environment variable ${outputVariableName(`${id}NameDdbTableName`)}.
    Description: The name of the DynamoDB table.
    Value: ${tableName}
  ${id}DdbTableAccessPolicy: # Attached to the task role.
    Description: The policy to attach to the task role.
    Value: !Ref ${id}DdbTableAccessPolicy
`;
}

function renderTable(name: string, table: DynamoTable, lifecycle: Lifecycle): string {
  const { partitionKey, sortKey, alternateSortKeys } = table;
  const id = logicalId(name);
  const owner = lifecycle === 'workload' ? '${App}-${Env}-${Name}' : '${App}-${Env}';
  const attributes = [partitionKey, ...(sortKey ? [sortKey] : []), ...alternateSortKeys];
  return `  ${id}:
    Metadata:
      'aws:copilot:description': 'An Amazon DynamoDB table for ${name}'
    Type: AWS::DynamoDB::Table
    # The table outlives its stack, so that its data is not lost when the ${lifecycle} or this file is deleted. It keeps
    # its name: delete it by hand, or import it, before a stack can make it again.
    DeletionPolicy: RetainExceptOnCreate
    UpdateReplacePolicy: Retain
    Properties:
      TableName: !Sub ${owner}-${name}
      AttributeDefinitions:
${attributes.map((attribute) => `        - AttributeName: ${yamlText(attribute.name)}\n          AttributeType: "${attribute.type}"\n`).join('')}\
      BillingMode: PAY_PER_REQUEST
      # Any second of the last 35 days can be restored.
      PointInTimeRecoverySpecification:
        PointInTimeRecoveryEnabled: true
      KeySchema:
${renderKeys(partitionKey.name, sortKey?.name, 8)}\
${alternateSortKeys.length > 0 ? '      LocalSecondaryIndexes:\n' : ''}\
${alternateSortKeys.map((key) => renderIndex(partitionKey.name, key.name)).join('')}`;
}

function renderIndex(partitionKey: string, sortKey: string): string {
  return `        - IndexName: ${yamlText(sortKey)}
          KeySchema:
${renderKeys(partitionKey, sortKey, 12)}          Projection:
            ProjectionType: ALL
`;
}

function renderKeys(partitionKey: string, sortKey: string | undefined, spaces: number): string {
  const keys = [
    `- AttributeName: ${yamlText(partitionKey)}\n  KeyType: HASH\n`,
    sortKey === undefined ? '' : `- AttributeName: ${yamlText(sortKey)}\n  KeyType: RANGE\n`,
  ];
  return indent(keys.join(''), spaces);
}

function renderStatements(tableArn: string, indexArn: string): string {
  return `Version: '2012-10-17'
Statement:
  - Sid: DDBActions
    Effect: Allow
    Action:
      - dynamodb:BatchGet*
      - dynamodb:DescribeStream
      - dynamodb:DescribeTable
      - dynamodb:Get*
      - dynamodb:Query
      - dynamodb:Scan
      - dynamodb:BatchWrite*
      - dynamodb:Create*
      - dynamodb:Delete*
      - dynamodb:Update*
      - dynamodb:PutItem
    Resource: ${tableArn}
  - Sid: DDBLSIActions
    Effect: Allow
    Action:
      - dynamodb:Query
      - dynamodb:Scan
    Resource: ${indexArn}
`;
}
