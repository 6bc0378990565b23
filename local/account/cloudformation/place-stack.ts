/** A stack that is there before the story begins: no operation, no time, no events of resources. */
import { findNow } from '../world.js';
import type { Engine } from './engine.js';
import { ABSENT, evaluate } from './intrinsic-functions.js';
import { findGraph, runThrough } from './references.js';
import type { ResourceRequest } from './resources/provider.js';
import { checkReferences } from './run/check-references.js';
import { DEFAULT_OPTIONS } from './run/operate.js';
import { createRun } from './run/run.js';
import { evaluateOutputs } from './run/settle-outputs.js';
import {
  fingerprint,
  type Properties,
  type StackConfiguration,
  type StackRecord,
} from './stack-records.js';
import { createScope, findPresent } from './stack-scope.js';

const never = (): Promise<never> => Promise.reject(new Error('a placed stack takes no time'));

export function placeResources(
  engine: Engine,
  stack: StackRecord,
  target: StackConfiguration,
): void {
  stack.configuration = target;
  const operation = {
    id: 'placed',
    type: 'CREATE_STACK',
    token: undefined,
    startedAt: findNow(engine.world),
  } as const;
  const run = createRun({
    engine,
    stack,
    operation,
    target,
    before: undefined,
    options: DEFAULT_OPTIONS,
  });
  const scope = createScope(engine.lookups, stack, target, 'run', (id) => stack.resources.get(id));
  const present = findPresent(target.template, scope.isTrue);
  const graph = findGraph(target.template, present, scope.isTrue);
  runThrough(graph, (logicalId) => {
    const definition = target.template.Resources[logicalId];
    if (!definition) return;
    const evaluated = evaluate(scope, definition.Properties ?? {});
    const properties = (evaluated === ABSENT ? {} : evaluated) as Properties;
    const request: ResourceRequest = {
      run,
      stack,
      logicalId,
      type: definition.Type,
      properties,
      tags: target.tags,
      isRollback: false,
      initiated: () => undefined,
      sleep: never,
      wait: never,
    };
    const state = engine.findProvider(definition.Type).place?.(request) ?? {
      physicalId: logicalId,
      attributes: {},
    };
    stack.resources.set(logicalId, {
      ...state,
      logicalId,
      type: definition.Type,
      status: 'CREATE_COMPLETE',
      reason: undefined,
      updatedAt: findNow(engine.world),
      definition,
      properties,
      tags: target.tags,
    });
  });
  stack.imports = checkReferences(run).imports;
  stack.outputs = evaluateOutputs(run);
  stack.status = 'CREATE_COMPLETE';
  stack.proven.add(fingerprint(target));
}
