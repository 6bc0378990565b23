/** Stands in for the credential providers that a Lambda never uses: who gets here has no credentials in the environment. */
function refuse(): never {
  throw new Error('no AWS credentials in the environment; this bundle looks nowhere else');
}

export const fromIni = refuse;
export const fromProcess = refuse;
export const fromSSO = refuse;
export const fromTokenFile = refuse;
