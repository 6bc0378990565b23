import {
  evaluateCondition,
  evaluateValue,
  isList,
  isObject,
  type Scope,
} from '../plan/evaluate-value.js';

/** Images that the task definitions of a template run, as far as they are known without asking AWS. Sorted. */
export function findTemplateImages(scope: Scope): readonly string[] {
  const images = Object.values(scope.template.Resources)
    .filter(({ Type }) => Type === 'AWS::ECS::TaskDefinition')
    .filter(({ Condition }) => evaluateCondition(Condition, scope) !== false)
    .flatMap(({ Properties }) => {
      const containers = evaluateValue(Properties?.ContainerDefinitions ?? [], scope);
      return isList(containers) ? containers : [];
    })
    .flatMap((container) => (isObject(container) ? (container.Image ?? []) : []))
    .filter((image): image is string => typeof image === 'string' && image !== '');
  return [...new Set(images)].sort();
}
