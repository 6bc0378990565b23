import { outputVariableName } from '../addons/addon-outputs.js';
import {
  renderCluster,
  renderDatabaseParameter,
  renderScalingMap,
  renderSecret,
  renderSubnetGroup,
} from './aurora-cluster.js';
import { ENGINE_SETTINGS } from './aurora-engine.js';
import { type AuroraCluster, type Engine, logicalId } from './storage-request.js';
import {
  ENVIRONMENT_PARAMETERS,
  NETWORK_PARAMETERS,
  SERVICE_SECURITY_GROUP_PARAMETER,
  WORKLOAD_PARAMETERS,
} from './template-text.js';

const SECRET_FIELDS =
  "The JSON secret that holds the database username and password. Fields are 'host', 'port', 'dbname', 'username', 'password', 'dbClusterIdentifier' and 'engine'";
const IMPORTED_VPC = "!ImportValue {'Fn::Sub': '${App}-${Env}-VpcId'}";

/** Parameters file of a Request-Driven Web Service: its addons are told who connects. */
export const SERVICE_SECURITY_GROUP_FILE = `Parameters:
  # The security group of the service's VPC connector.
  ServiceSecurityGroupId: !GetAtt ServiceSecurityGroup.GroupId
`;

/**
 * Parameters file of the environment's addons. These are the logical ids of a VPC that the environment makes; for an
 * imported VPC they are replaced by its ids when the environment is rendered (core/addons/imported-network.ts).
 */
export const NETWORK_FILE = `Parameters:
  VPCID: !Ref VPC
  PrivateSubnets: !Join [',', [!Ref PrivateSubnet1, !Ref PrivateSubnet2]]
`;

/** A cluster with the stack of one workload that runs on ECS. */
export function renderWorkloadCluster(name: string, cluster: AuroraCluster): string {
  const id = logicalId(name);
  return `${WORKLOAD_PARAMETERS}${renderDatabaseParameter(name, cluster)}
${renderScalingMap(name, cluster)}
Resources:
${renderSubnetGroup(name, 'workload')}
  ${id}SecurityGroup:
    Metadata:
      'aws:copilot:description': 'A security group for your workload to reach the cluster ${name}'
    Type: AWS::EC2::SecurityGroup
    Properties:
      GroupDescription: !Sub The Security Group for \${Name} to access Aurora Serverless v2 cluster ${id}.
      VpcId: ${IMPORTED_VPC}
      Tags:
        - Key: Name
          Value: !Sub copilot-\${App}-\${Env}-\${Name}-Aurora

${renderOwnClusterSecurityGroup(name, cluster.engine, `!Ref ${id}SecurityGroup`)}
${renderSecret(name, cluster)}\
${renderCluster(name, cluster, 'workload')}
Outputs:
  ${id}Secret: # Injected into the main container as the secret ${outputVariableName(`${id}Secret`)}.
    Description: "${SECRET_FIELDS}"
    Value: !Ref ${id}AuroraSecret
  ${id}SecurityGroup: # Attached to the tasks.
    Description: The security group to attach to the workload.
    Value: !Ref ${id}SecurityGroup
`;
}

/** A cluster with the stack of one Request-Driven Web Service, which brings a security group of its own. */
export function renderServiceCluster(name: string, cluster: AuroraCluster): string {
  const id = logicalId(name);
  return `${WORKLOAD_PARAMETERS}${SERVICE_SECURITY_GROUP_PARAMETER}${renderDatabaseParameter(name, cluster)}
${renderScalingMap(name, cluster)}
Resources:
${renderSubnetGroup(name, 'workload')}
${renderOwnClusterSecurityGroup(name, cluster.engine, '!Ref ServiceSecurityGroupId')}
${renderSecret(name, cluster)}
  ${id}AuroraSecretAccessPolicy:
    Metadata:
      'aws:copilot:description': 'An IAM policy for your service to read the credentials of the database'
    Type: AWS::IAM::ManagedPolicy
    Properties:
      Description: !Sub Grants read access to the \${${id}AuroraSecret} secret
      PolicyDocument:
        Version: '2012-10-17'
        Statement:
          - Sid: SecretActions
            Effect: Allow
            Action:
              - secretsmanager:GetSecretValue
            Resource:
              - !Ref ${id}AuroraSecret
${renderCluster(name, cluster, 'workload')}
Outputs:
  ${id}AuroraSecretAccessPolicy: # Attached to the instance role.
    Description: The policy to attach to the instance role.
    Value: !Ref ${id}AuroraSecretAccessPolicy
  ${id}Secret: # Its ARN is the environment variable ${outputVariableName(`${id}Secret`)}_ARN.
    Description: "${SECRET_FIELDS}"
    Value: !Ref ${id}AuroraSecret
`;
}

/**
 * A cluster with the stack of the environment. Workloads on ECS take its workload security group; Request-Driven Web
 * Services (`forServices`) cannot, and are let in one by one (`renderClusterIngress`).
 */
export function renderEnvironmentCluster(
  name: string,
  cluster: AuroraCluster,
  forServices: boolean,
): string {
  const id = logicalId(name);
  return `${ENVIRONMENT_PARAMETERS}${renderDatabaseParameter(name, cluster)}${NETWORK_PARAMETERS}
${renderScalingMap(name, cluster)}
Resources:
${renderSubnetGroup(name, 'environment')}
  ${id}DBClusterSecurityGroup:
    Metadata:
      'aws:copilot:description': 'A security group for your Aurora Serverless v2 cluster ${name}'
    Type: AWS::EC2::SecurityGroup
    Properties:
      GroupDescription: The Security Group for the Aurora Serverless v2 cluster.
      VpcId: !Ref VPCID
      Tags:
        - Key: Name
          Value: !Sub copilot-\${App}-\${Env}-Aurora
${forServices ? '' : renderWorkloadAccess(name, cluster.engine)}
${renderSecret(name, cluster)}\
${renderCluster(name, cluster, 'environment')}
Outputs:
  ${id}Secret:
    Description: "${SECRET_FIELDS}"
    Value: !Ref ${id}AuroraSecret
    Export:
      Name: !Sub \${App}-\${Env}-${id}AuroraSecret
${forServices ? clusterGroupOutput(id) : workloadGroupOutput(id)}`;
}

/** Lets one Request-Driven Web Service reach a cluster of its environment. */
export function renderClusterIngress(name: string, engine: Engine): string {
  const id = logicalId(name);
  const { port } = ENGINE_SETTINGS[engine];
  return `${WORKLOAD_PARAMETERS}${SERVICE_SECURITY_GROUP_PARAMETER}
Resources:
  ${id}ClusterSecurityGroupIngressFromWorkload:
    Type: AWS::EC2::SecurityGroupIngress
    Properties:
      Description: !Sub Ingress from workload \${Name}.
      GroupId: !ImportValue {'Fn::Sub': '\${App}-\${Env}-${id}DBClusterSecurityGroup'}
      IpProtocol: tcp
      FromPort: ${port}
      ToPort: ${port}
      SourceSecurityGroupId: !Ref ServiceSecurityGroupId
`;
}

function renderOwnClusterSecurityGroup(name: string, engine: Engine, source: string): string {
  const { port } = ENGINE_SETTINGS[engine];
  return `  ${logicalId(name)}DBClusterSecurityGroup:
    Metadata:
      'aws:copilot:description': 'A security group for your Aurora Serverless v2 cluster ${name}'
    Type: AWS::EC2::SecurityGroup
    Properties:
      GroupDescription: The Security Group for the Aurora Serverless v2 cluster.
      VpcId: ${IMPORTED_VPC}
      SecurityGroupIngress:
        - Description: !Sub From the Aurora Security Group of the workload \${Name}.
          IpProtocol: tcp
          FromPort: ${port}
          ToPort: ${port}
          SourceSecurityGroupId: ${source}
      Tags:
        - Key: Name
          Value: !Sub copilot-\${App}-\${Env}-\${Name}-Aurora
`;
}

function renderWorkloadAccess(name: string, engine: Engine): string {
  const id = logicalId(name);
  const { port } = ENGINE_SETTINGS[engine];
  return `
  ${id}WorkloadSecurityGroup:
    Metadata:
      'aws:copilot:description': 'A security group for workloads to reach the cluster ${name}'
    Type: AWS::EC2::SecurityGroup
    Properties:
      GroupDescription: The Security Group to access Aurora Serverless v2 cluster ${id}.
      VpcId: !Ref VPCID
      Tags:
        - Key: Name
          Value: !Sub copilot-\${App}-\${Env}-Aurora

  ${id}DBClusterSecurityGroupIngressFromWorkload:
    Type: AWS::EC2::SecurityGroupIngress
    Properties:
      Description: Ingress from one or more workloads in the environment.
      GroupId: !Ref ${id}DBClusterSecurityGroup
      IpProtocol: tcp
      FromPort: ${port}
      ToPort: ${port}
      SourceSecurityGroupId: !Ref ${id}WorkloadSecurityGroup
`;
}

function workloadGroupOutput(id: string): string {
  return `  ${id}SecurityGroup:
    Description: The security group to attach to the workload.
    Value: !Ref ${id}WorkloadSecurityGroup
    Export:
      Name: !Sub \${App}-\${Env}-${id}SecurityGroup
`;
}

function clusterGroupOutput(id: string): string {
  return `  ${id}ClusterSecurityGroup:
    Description: The security group attached to the Aurora Serverless v2 cluster.
    Value: !Ref ${id}DBClusterSecurityGroup
    Export:
      Name: !Sub \${App}-\${Env}-${id}DBClusterSecurityGroup
`;
}
