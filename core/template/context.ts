import type { MergedAddons } from '../addons/merged-addons.js';
import type { Facts } from '../facts/facts.js';
import type { Workspace } from '../workspace/workspace.js';

/** What a workload must know of its environment's manifest. All false and empty where there is no manifest. */
export type EnvironmentTraits = {
  /** `http.public.certificates`: ARNs brought by the user; they replace the managed certificate and hosted zone. */
  readonly publicCertificates: readonly string[];
  /** `http.private.certificates`. */
  readonly privateCertificates: readonly string[];
  readonly cdnEnabled: boolean;
  readonly cdnTerminatesTls: boolean;
  /** `cdn.certificate`. */
  readonly cdnCertificate: string | undefined;
  /** `network.vpc.id`. */
  readonly importsVpc: boolean;
};

/**
 * What every renderer gets beside its manifest. A renderer is `renderX(manifest, context): RenderedStack`, pure, and
 * gives the same bytes for the same input; doubts that need facts are found before by `findXIssues(manifest, context)`.
 */
export type RenderContext = {
  readonly facts: Facts;
  readonly application: string;
  /** Name of the target environment. */
  readonly environment: string;
  /** Path of the manifest in the workspace, for issues. */
  readonly file: string;
  /** The interpolated manifest, not merged with an environment's section: `Metadata.Manifest`, as Copilot has it. */
  readonly manifestText: string;
  readonly workspace: Workspace;
  readonly traits: EnvironmentTraits;
  /** Absent where the addons folder is absent or holds no template. */
  readonly addons?: MergedAddons;
  /**
   * Whether the files that the stack needs in the artifact bucket are uploaded before it is changed. If not, as in
   * `package`, parameters that point to them are empty, which is what Copilot's package commands write.
   */
  readonly uploadsAssets: boolean;
  /**
   * For the environment stack: ALBWorkloads, InternalALBWorkloads, EFSWorkloads, NATWorkloads,
   * AppRunnerPrivateWorkloads (sorted, comma-separated) and Aliases (JSON), computed from the workloads of the
   * workspace and the parameters of the deployed stack. Every one is present; the empty string where nothing is.
   */
  readonly environmentParameters: { readonly [name: string]: string };
};
