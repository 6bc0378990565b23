/** An error that a service answers with. `name` is what the SDK gives the exception, `code` what goes over the wire. */
export class ServiceError extends Error {
  readonly code: string;
  readonly status: number;
  /** Fields of the modelled exception beside the message, for instance `CancellationReasons`. */
  readonly details: { readonly [key: string]: unknown };
  readonly $fault: 'client' | 'server' = 'client';
  readonly $metadata: { readonly httpStatusCode: number };

  constructor(
    name: string,
    message: string,
    options: {
      readonly code?: string;
      readonly status?: number;
      readonly details?: { readonly [key: string]: unknown };
    } = {},
  ) {
    super(message);
    this.name = name;
    this.code = options.code ?? name;
    this.status = options.status ?? 400;
    this.details = options.details ?? {};
    this.$metadata = { httpStatusCode: this.status };
  }
}

/** CloudFormation's answer to nearly every mistake. */
export const validationError = (message: string): ServiceError =>
  new ServiceError('ValidationError', message);

/** A call that the simulated account does not know: loud, so that nothing is built on an empty answer. */
export class UnsupportedCall extends Error {
  constructor(service: string, what: string) {
    super(
      `the simulated account does not support ${service} ${what}; see local/account/SPECIFICATION.md`,
    );
    this.name = 'UnsupportedCall';
  }
}
