import { scalarValue } from '../addons/cfn-yaml.js';

// Several storages share one addons folder, and the same parameter in two files must say the same there. So these are
// the parameters of Copilot's own files, to the letter: new storage can stand beside storage that Copilot wrote.

export const WORKLOAD_PARAMETERS = `Parameters:
  App:
    Type: String
    Description: Your application's name.
  Env:
    Type: String
    Description: The environment name your service, job, or workflow is being deployed to.
  Name:
    Type: String
    Description: Your workload's name.
`;

export const ENVIRONMENT_PARAMETERS = `Parameters:
  App:
    Type: String
    Description: Your application's name.
  Env:
    Type: String
    Description: The name of the environment being deployed.
`;

export const SERVICE_SECURITY_GROUP_PARAMETER = `  ServiceSecurityGroupId:
    Type: String
    Description: The security group associated with the VPC connector.
`;

export const NETWORK_PARAMETERS = `  VPCID:
    Type: String
    Description: The ID of the VPC in which to create the Aurora Serverless v2 cluster.
    Default: ""
  PrivateSubnets:
    Type: String
    Description: The IDs of the private subnets in which to create the Aurora Serverless v2 cluster.
    Default: ""
`;

/** Text as a YAML value: in double quotes where a plain scalar would be read as something else. */
export function yamlText(value: string): string {
  const isPlain =
    /^[A-Za-z][\w.-]*$/.test(value) &&
    typeof scalarValue({ kind: 'scalar', tag: undefined, offset: 0, value, isPlain: true }) ===
      'string';
  return isPlain ? value : JSON.stringify(value);
}

/** Moves every line that is not empty to the right. */
export function indent(text: string, spaces: number): string {
  return text.replace(/^(?=.)/gm, ' '.repeat(spaces));
}
