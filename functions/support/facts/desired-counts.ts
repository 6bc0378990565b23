import { DescribeServicesCommand, ListServicesCommand } from '@aws-sdk/client-ecs';
import pMap from 'p-map';
import { listStackResources } from '../aws/cloudformation.js';
import { ecs, unlessGone } from '../aws/ecs.js';
import { WIDTH } from './width.js';

/** ECS describes no more at once. */
const BATCH = 10;
/** The most that ECS puts on a page. */
const PAGE = 100;

export type ScaledService = { readonly workload: string; readonly stackName: string };

/**
 * `facts.desiredCounts`: how many tasks each of the services wants now. Services are found among those of the cluster by
 * the name that CloudFormation gives them; only one whose name was cut is looked up in its stack, which must exist.
 */
export async function findDesiredCounts(
  cluster: string,
  services: readonly ScaledService[],
): Promise<{ readonly [workload: string]: number }> {
  if (services.length === 0) return {};
  const listed = await listServices(cluster);
  const located = await pMap(
    services,
    async ({ workload, stackName }) => {
      const arn = findByName(listed, stackName) ?? (await findInStack(stackName));
      return arn ? [[arn, workload] as const] : [];
    },
    { concurrency: WIDTH },
  );
  const workloads = new Map(located.flat());
  const counts = await pMap(
    chunk([...workloads.keys()], BATCH),
    (arns) => describeCounts(cluster, arns),
    { concurrency: WIDTH },
  );
  return Object.fromEntries(
    counts.flat().flatMap(([arn, count]) => {
      const workload = workloads.get(arn);
      return workload === undefined ? [] : [[workload, count] as const];
    }),
  );
}

async function listServices(cluster: string): Promise<readonly string[]> {
  const found: string[] = [];
  let next: string | undefined;
  do {
    const page = await unlessGone(
      ecs.send(
        new ListServicesCommand({
          cluster,
          maxResults: PAGE,
          ...(next ? { nextToken: next } : {}),
        }),
      ),
    );
    found.push(...(page?.serviceArns ?? []));
    next = page?.nextToken;
  } while (next);
  return found;
}

/** `arn:…:service/<cluster>/<stack>-Service-<random>` */
function findByName(arns: readonly string[], stackName: string): string | undefined {
  const prefix = `${stackName}-Service-`;
  return arns.find((arn) => {
    const name = arn.split('/').at(-1) ?? '';
    return name.startsWith(prefix) && /^\w+$/.test(name.slice(prefix.length));
  });
}

async function findInStack(stackName: string): Promise<string | undefined> {
  const resources = await listStackResources(stackName);
  return resources.find(({ type }) => type === 'AWS::ECS::Service')?.physicalId || undefined;
}

async function describeCounts(
  cluster: string,
  arns: readonly string[],
): Promise<readonly (readonly [arn: string, count: number])[]> {
  const { services = [] } = await ecs.send(
    new DescribeServicesCommand({ cluster, services: [...arns] }),
  );
  return services
    .filter(({ status }) => status === 'ACTIVE')
    .map(({ serviceArn = '', desiredCount = 0 }) => [serviceArn, desiredCount] as const);
}

function chunk<T>(items: readonly T[], size: number): readonly (readonly T[])[] {
  return Array.from({ length: Math.ceil(items.length / size) }, (_, index) =>
    items.slice(index * size, (index + 1) * size),
  );
}
