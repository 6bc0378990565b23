import { GetParameterCommand, SSMClient } from '@aws-sdk/client-ssm';

export const ssm = new SSMClient({});

/** The value of a parameter; undefined when there is none. */
export async function findParameter(name: string): Promise<string | undefined> {
  try {
    const { Parameter } = await ssm.send(new GetParameterCommand({ Name: name }));
    return Parameter?.Value;
  } catch (error) {
    if (error instanceof Error && error.name === 'ParameterNotFound') return undefined;
    throw error;
  }
}
