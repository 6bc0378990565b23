import type { Environment } from '../manifest/schema/environment.js';
import type { EnvironmentTraits } from '../template/context.js';

/** What workloads must know of the environment's manifest. */
export function environmentTraits(manifest: Environment | undefined): EnvironmentTraits {
  const { cdn, http } = manifest ?? {};
  const settings = typeof cdn === 'object' ? cdn : {};
  return {
    publicCertificates: http?.public?.certificates ?? [],
    privateCertificates: http?.private?.certificates ?? [],
    cdnEnabled: cdn !== undefined && cdn !== false,
    cdnTerminatesTls: settings.terminate_tls === true,
    cdnCertificate: settings.certificate,
    importsVpc: Boolean(manifest?.network?.vpc?.id),
  };
}
