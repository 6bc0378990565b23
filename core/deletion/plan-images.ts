import type { Staying } from './find-leftovers.js';

export type ImageInput = {
  readonly application: string;
  /** Names of workloads that go from an environment, or went before. */
  readonly workloads: readonly string[];
  /** Workloads of the application that stay, with all texts that may name an image. */
  readonly staying: readonly {
    readonly name: string;
    readonly stackName: string;
    readonly texts: readonly string[];
  }[];
  /** Environments that cannot be seen from here. */
  readonly unseen: readonly string[];
};

export type ImagePlan = {
  /** Repositories that nobody needs any more. */
  readonly repositories: readonly string[];
  readonly stays: readonly Staying[];
};

/**
 * Images of a workload that goes from its last environment go too. They stay while anything else may run them: the same
 * workload in another environment, or another workload that names the repository as its `image.location`.
 */
export function planImages({ application, workloads, staying, unseen }: ImageInput): ImagePlan {
  const judged = [...new Set(workloads)].sort().map((workload) => {
    const repository = `${application}/${workload}`;
    const users = staying
      .filter(({ name, texts }) => name === workload || texts.some(namesRepository(repository)))
      .map(({ stackName }) => stackName);
    return { repository, users: users.length > 0 ? users : unseen };
  });
  return {
    repositories: judged.filter(({ users }) => users.length === 0).map((one) => one.repository),
    stays: judged
      .filter(({ users }) => users.length > 0)
      .map(({ repository, users }) => ({
        what: 'images',
        name: repository,
        stackName: '',
        reason: `${users.join(', ')} may run them`,
      })),
  };
}

/** `111111111111.dkr.ecr.eu-west-1.amazonaws.com/shop/api:v1`, or with a digest, or with neither. */
function namesRepository(repository: string): (text: string) => boolean {
  return (text) => new RegExp(`\\.amazonaws\\.com/${repository}(?=[:@"\\s]|$)`).test(text);
}
