import type { FunctionName } from '../../functions/support/runtime/triggers.js';

export type FunctionSettings = {
  /** Seconds; below the time limit of every state that calls the function, so that its own error arrives. */
  readonly timeout: number;
  /** MB; CPU comes with it, 1,769 MB being one core. */
  readonly memory: number;
};

const DEFAULTS: FunctionSettings = { timeout: 60, memory: 1024 };

const SETTINGS: { readonly [name in FunctionName]?: FunctionSettings } = {
  // API Gateway gives up after 30 seconds; `api` waits for the check.
  api: { timeout: 29, memory: 1024 },
  'environment-api': { timeout: 29, memory: 1024 },
  'status-api': { timeout: 29, memory: 1024 },
  'check-workspace': { timeout: 25, memory: 2048 },
  // Unpacks, renders and uploads hundreds of workloads.
  render: { timeout: 300, memory: 2048 },
  announce: { timeout: 60, memory: 512 },
  janitor: { timeout: 240, memory: 1024 },
  // Begins like `render`.
  plan: { timeout: 300, memory: 2048 },
  // Reads templates and resources of every stack of an application.
  'plan-delete': { timeout: 300, memory: 1024 },
  // Thousands of images and objects.
  'clean-up': { timeout: 600, memory: 1024 },
  'delete-infrastructure': { timeout: 600, memory: 1024 },
  // Look at every stack that is to go back.
  rollback: { timeout: 240, memory: 1024 },
  'stop-in-flight': { timeout: 240, memory: 1024 },
  // Compares every stack of the release.
  verify: { timeout: 240, memory: 1024 },
};

export function settingsOf(name: FunctionName): FunctionSettings {
  return SETTINGS[name] ?? DEFAULTS;
}
