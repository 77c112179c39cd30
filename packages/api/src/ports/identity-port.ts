import type { ServerIdentity } from '@belfry/core/node';

/** Who this server is. */
export interface IdentityPort {
  /** The home's secret; its base64url form is the bearer token. */
  readonly secret: Uint8Array;
  /** What the state file says about this server; `undefined` until it listens and has written it. */
  server(): ServerIdentity | undefined;
}
