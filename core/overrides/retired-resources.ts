import { asCfnObject } from '../addons/cfn-yaml.js';
import type { Issue } from '../issues.js';
import type { CfnValue } from '../template/cloudformation.js';
import type { Patch } from './parse-patches.js';

/** Logical ids of Copilot's custom resources, functions and roles whose values are facts here, so that they are gone. */
const RETIRED =
  /^(?:EnvController(?:Action|Function|Role)|DynamicDesiredCount(?:Action|Function|FunctionRole)|RulePriorityFunction(?:Role)?|HTTP\w*PriorityAction)$/;

/**
 * The retired resource that a patch is about. People patched the runtime of Copilot's functions when it went out of
 * support; such a patch must not stop a deployment that has no such function any more.
 */
export function findRetiredTarget(
  document: CfnValue | undefined,
  patch: Patch,
): string | undefined {
  const [root, section, id, ...below] = patch.pointer;
  if (root !== '' || section !== 'Resources' || id === undefined || !RETIRED.test(id))
    return undefined;
  // A resource of that name that the user adds is the user's.
  const isOwn = patch.op === 'add' && below.length === 0;
  const resources = asCfnObject(asCfnObject(document).Resources);
  return isOwn || Object.hasOwn(resources, id) ? undefined : id;
}

export function describeRetired(id: string, { place }: Patch): Issue {
  return {
    severity: 'warning',
    ...place,
    message: `the patch of ${id} has no effect: the template needs no such resource any more`,
    hint: 'remove the patch',
  };
}
