/** Files of a workspace by path relative to its root, `/`-separated, for instance `copilot/api/manifest.yml`. */
export type WorkspaceFiles = ReadonlyMap<string, Uint8Array>;

export const WORKLOAD_TYPES = [
  'Load Balanced Web Service',
  'Backend Service',
  'Worker Service',
  'Request-Driven Web Service',
  'Static Site',
  'Scheduled Job',
] as const;

export type WorkloadType = (typeof WORKLOAD_TYPES)[number];

/** A manifest as text, with what can be known of it before an environment is chosen. */
export type ManifestSource = {
  readonly name: string;
  /** Path of the manifest, for messages. */
  readonly file: string;
  readonly text: string;
};

export type WorkloadSource = ManifestSource & { readonly type: WorkloadType };

/** Files of one addons folder, base name -> text; templates and the parameters file alike. */
export type AddonsSource = {
  /** For instance `copilot/api/addons`. */
  readonly folder: string;
  readonly files: ReadonlyMap<string, string>;
};

/** The proposal's form of environment addons: `copilot/<name>/manifest.yml` with `type: Environment Addons`. */
export type EnvironmentAddonSource = ManifestSource & { readonly addons: AddonsSource };

/** A `copilot/` folder, sorted by kind, nothing interpreted that needs an environment. Lists are sorted by name. */
export type Workspace = {
  /** From `copilot/.workspace`; undefined where that file is absent. */
  readonly application: string | undefined;
  readonly workloads: readonly WorkloadSource[];
  readonly environments: readonly ManifestSource[];
  readonly environmentAddons: readonly EnvironmentAddonSource[];
  /** Names of workloads and addons that are left out because of their manifests: what names them is not mistaken. */
  readonly leftOut: readonly string[];
  /** Copilot's form: `copilot/environments/addons/`, one set for all environments, nested in the environment stack. */
  readonly sharedEnvironmentAddons: AddonsSource | undefined;
  readonly pipelines: readonly ManifestSource[];
  /** Addons folders of workloads by workload name. */
  readonly workloadAddons: ReadonlyMap<string, AddonsSource>;
  /** Text of `copilot/<name>/overrides/cfn.patches.yml` (for environments: name `environments`), by name. */
  readonly patches: ReadonlyMap<string, ManifestSource>;
  /** Names whose `overrides/` folder holds a CDK app, with the folder. They are refused when rendered. */
  readonly cdkOverrides: ReadonlyMap<string, string>;
  /** Every file, for env files, addon assets and static sites. */
  readonly files: WorkspaceFiles;
};
