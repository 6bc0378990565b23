import type { DescribeServiceCommandInput } from '@aws-sdk/client-apprunner';
import { isDeleted, type StackStore } from '../cloudformation/stack-records.js';
import { createHandler } from '../operations.js';
import { ServiceError } from '../service-error.js';
import type { OperationHandler } from '../simulated-account.js';

/** Services are those of the stacks; they run, but while their stack changes them. */
export function createAppRunner(stacks: StackStore): OperationHandler {
  return createHandler('AppRunner', {
    DescribeService: ({ ServiceArn = '' }: DescribeServiceCommandInput) => {
      const service = [...stacks.byId.values()]
        .filter((stack) => !isDeleted(stack))
        .flatMap((stack) => [...stack.resources.values()])
        .find(
          ({ type, physicalId }) => type === 'AWS::AppRunner::Service' && physicalId === ServiceArn,
        );
      if (!service)
        throw new ServiceError(
          'ResourceNotFoundException',
          `Service cannot be found for arn: ${ServiceArn}`,
        );
      const { ServiceName, SourceConfiguration } = service.properties;
      return {
        Service: {
          ServiceArn,
          ServiceName,
          ServiceUrl: `${String(ServiceName)}.awsapprunner.com`,
          Status: service.status.endsWith('IN_PROGRESS') ? 'OPERATION_IN_PROGRESS' : 'RUNNING',
          SourceConfiguration,
        },
      };
    },
  });
}
