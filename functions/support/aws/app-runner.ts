import { AppRunnerClient, DescribeServiceCommand } from '@aws-sdk/client-apprunner';
import { placed } from '../places/placed-client.js';

export const appRunner = placed((config) => new AppRunnerClient(config));

/** An App Runner service as far as its status is told. */
export type AppRunnerView = {
  /** RUNNING, OPERATION_IN_PROGRESS, CREATE_FAILED, PAUSED, … */
  readonly status: string;
  readonly url: string;
  readonly image: string;
};

export async function findAppRunnerService(serviceArn: string): Promise<AppRunnerView | undefined> {
  try {
    const { Service } = await appRunner.send(
      new DescribeServiceCommand({ ServiceArn: serviceArn }),
    );
    return {
      status: Service?.Status ?? '',
      url: Service?.ServiceUrl ? `https://${Service.ServiceUrl}` : '',
      image: Service?.SourceConfiguration?.ImageRepository?.ImageIdentifier ?? '',
    };
  } catch (error) {
    if (error instanceof Error && error.name === 'ResourceNotFoundException') return undefined;
    throw error;
  }
}
