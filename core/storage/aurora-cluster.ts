import { ENGINE_SETTINGS } from './aurora-engine.js';
import { type AuroraCluster, type Lifecycle, logicalId } from './storage-request.js';
import { yamlText } from './template-text.js';

// What every Aurora template has in common: all but who may connect, and where the network comes from.

export function renderDatabaseParameter(name: string, { initialDatabase }: AuroraCluster): string {
  return `  # Change the Default to set up the cluster in another way.
  ${logicalId(name)}DBName:
    Type: String
    Description: The name of the initial database to be created in the Aurora Serverless v2 cluster.
    Default: ${yamlText(initialDatabase)}
`;
}

export function renderScalingMap(name: string, { environments }: AuroraCluster): string {
  const rows = [...new Set([...environments, 'All'])].map(
    (environment) => `    ${yamlText(environment)}:
      DBMinCapacity: 0.5 # From 0, where the cluster may pause, to 256.
      DBMaxCapacity: 8
`,
  );
  return `Mappings:
  # Aurora capacity units. The row All counts for every environment, see ServerlessV2ScalingConfiguration below.
  ${logicalId(name)}EnvScalingConfigurationMap:
${rows.join('')}`;
}

export function renderSubnetGroup(name: string, owner: Lifecycle): string {
  const isImported = owner === 'workload';
  const subnets = isImported
    ? "!ImportValue {'Fn::Sub': '${App}-${Env}-PrivateSubnets'}"
    : '!Ref PrivateSubnets';
  return `  ${logicalId(name)}DBSubnetGroup:
    Type: AWS::RDS::DBSubnetGroup
    Properties:
      DBSubnetGroupDescription: Group of ${isImported ? 'Copilot ' : ''}private subnets for Aurora Serverless v2 cluster.
      SubnetIds: !Split [',', ${subnets}]
`;
}

export function renderSecret(name: string, { engine }: AuroraCluster): string {
  const { user } = ENGINE_SETTINGS[engine];
  return `  ${logicalId(name)}AuroraSecret:
    Metadata:
      'aws:copilot:description': 'A Secrets Manager secret with the credentials of the database'
    Type: AWS::SecretsManager::Secret
    Properties:
      Description: !Sub Aurora main user secret for \${AWS::StackName}
      GenerateSecretString:
        SecretStringTemplate: '{"username": "${user}"}'
        GenerateStringKey: password
        ExcludePunctuation: true
        IncludeSpace: false
        PasswordLength: 16
`;
}

export function renderCluster(name: string, cluster: AuroraCluster, lifecycle: Lifecycle): string {
  const id = logicalId(name);
  const { engine, version, port, releaseNotes } = ENGINE_SETTINGS[cluster.engine];
  const { parameterGroup } = cluster;
  const group =
    parameterGroup === undefined ? `!Ref ${id}DBClusterParameterGroup` : yamlText(parameterGroup);
  return `${parameterGroup === undefined ? renderParameterGroup(name, cluster) : ''}
  ${id}DBCluster:
    Metadata:
      'aws:copilot:description': 'The ${name} Aurora Serverless v2 database cluster'
    Type: AWS::RDS::DBCluster
    # When the ${lifecycle} or this file is deleted, the last state of the data stays as a snapshot.
    DeletionPolicy: Snapshot
    UpdateReplacePolicy: Snapshot
    Properties:
      MasterUsername: !Sub '{{resolve:secretsmanager:\${${id}AuroraSecret}:SecretString:username}}'
      MasterUserPassword: !Sub '{{resolve:secretsmanager:\${${id}AuroraSecret}:SecretString:password}}'
      DatabaseName: !Ref ${id}DBName
      Engine: ${engine}
      # A version with long-term support. Before you raise it, read ${releaseNotes}
      EngineVersion: '${version}'
      DBClusterParameterGroupName: ${group}
      DBSubnetGroupName: !Ref ${id}DBSubnetGroup
      VpcSecurityGroupIds:
        - !Ref ${id}DBClusterSecurityGroup
      Port: ${port}
      StorageEncrypted: true
      # Any second of the last 7 days can be restored.
      BackupRetentionPeriod: 7
      CopyTagsToSnapshot: true
      ServerlessV2ScalingConfiguration:
        # Write "!Ref Env" in place of All to give each environment the row of its name.
        MinCapacity: !FindInMap [${id}EnvScalingConfigurationMap, All, DBMinCapacity]
        MaxCapacity: !FindInMap [${id}EnvScalingConfigurationMap, All, DBMaxCapacity]

  ${id}DBWriterInstance:
    Metadata:
      'aws:copilot:description': 'The writer instance of the ${name} Aurora Serverless v2 cluster'
    Type: AWS::RDS::DBInstance
    Properties:
      DBClusterIdentifier: !Ref ${id}DBCluster
      DBInstanceClass: db.serverless
      Engine: ${engine}
      # Otherwise the cluster would leave the version with long-term support by itself.
      AutoMinorVersionUpgrade: false
      PromotionTier: 1

  ${id}SecretAuroraClusterAttachment:
    Type: AWS::SecretsManager::SecretTargetAttachment
    Properties:
      SecretId: !Ref ${id}AuroraSecret
      TargetId: !Ref ${id}DBCluster
      TargetType: AWS::RDS::DBCluster
`;
}

function renderParameterGroup(name: string, { engine }: AuroraCluster): string {
  const { family, parameter } = ENGINE_SETTINGS[engine];
  return `
  ${logicalId(name)}DBClusterParameterGroup:
    Metadata:
      'aws:copilot:description': 'A DB parameter group for engine configuration values'
    Type: AWS::RDS::DBClusterParameterGroup
    Properties:
      Description: !Ref AWS::StackName
      Family: ${family}
      Parameters:
        ${parameter[0]}: ${parameter[1]}
`;
}
