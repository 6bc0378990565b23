import * as z from 'zod';

/** An image in a repository. Times are milliseconds since the epoch. */
export type StoredImage = {
  readonly digest: string;
  readonly tags: readonly string[];
  readonly pushedAt: number;
  /** When it was last pulled, where the registry has noted that. */
  readonly pulledAt?: number | undefined;
};

const Rule = z.object({
  rulePriority: z.number(),
  selection: z.object({
    tagStatus: z.enum(['tagged', 'untagged', 'any']),
    tagPrefixList: z.array(z.string()).default([]),
    tagPatternList: z.array(z.string()).default([]),
    countType: z.string(),
    countNumber: z.number(),
  }),
});

/** Rules of a lifecycle policy, the one that counts first in front. */
export type LifecycleRules = readonly z.infer<typeof Rule>[];

/** Undefined where the policy says something that is not known here. */
export function parseLifecyclePolicy(text: string): LifecycleRules | undefined {
  const parsed = z.object({ rules: z.array(Rule) }).safeParse(parseJson(text));
  if (!parsed.success) return undefined;
  const { rules } = parsed.data;
  if (rules.some(({ selection }) => !COUNT_TYPES.has(selection.countType))) return undefined;
  return [...rules].sort((a, b) => a.rulePriority - b.rulePriority);
}

const BY_COUNT = 'imageCountMoreThan';
const COUNT_TYPES = new Set([BY_COUNT, 'sinceImagePushed', 'sinceImagePulled']);

/** Which image has to go depends on the others of the repository. */
export function countsImages(rules: LifecycleRules): boolean {
  return rules.some(({ selection }) => selection.countType === BY_COUNT);
}

const DAY_MS = 86_400_000;
/** How far ahead one looks: somebody may want to go back next week. */
const SOON_MS = 7 * DAY_MS;

/**
 * Whether the policy deletes (or archives) the image within a week, or with the next push. Rules look at all images each
 * for itself; an image that the tags of a rule fit is never touched by a rule below. Source: ECR user guide, "Lifecycle
 * policy evaluation rules".
 */
export function isExpiring(
  image: StoredImage,
  all: readonly StoredImage[],
  rules: LifecycleRules,
  now: number,
): boolean {
  const rule = rules.find((one) => isSelected(image, one));
  if (!rule) return false;
  const { countType, countNumber } = rule.selection;
  if (countType !== BY_COUNT) {
    const since = countType === 'sinceImagePulled' ? image.pulledAt : undefined;
    return (since ?? image.pushedAt) + countNumber * DAY_MS <= now + SOON_MS;
  }
  const newer = all.filter((one) => isSelected(one, rule) && one.pushedAt > image.pushedAt);
  return newer.length + 1 >= countNumber;
}

function isSelected({ tags }: StoredImage, { selection }: LifecycleRules[number]): boolean {
  const { tagStatus, tagPrefixList, tagPatternList } = selection;
  if (tagStatus === 'any') return true;
  if (tagStatus === 'untagged') return tags.length === 0;
  return (
    tags.length > 0 &&
    tagPrefixList.every((prefix) => tags.some((tag) => tag.startsWith(prefix))) &&
    tagPatternList.every((pattern) => tags.some((tag) => fits(tag, pattern)))
  );
}

/** `*` stands for any characters, also none. */
function fits(tag: string, pattern: string): boolean {
  const parts = pattern.split('*').map((part) => part.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'));
  return new RegExp(`^${parts.join('.*')}$`).test(tag);
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
