import { request } from 'node:http';
import { answerHeader, belfryHeader, createNonce, isAnswer, type ServerIdentity } from './challenge.ts';
import { toDialHost } from './dial-host.ts';

/**
 * What listens at an address. `verified`: the server that holds our secret. `belfry`: it calls itself belfry but
 * cannot prove to be ours (another home). `foreign`: something else. `unreachable`: nothing answered in time.
 */
export type Listener =
  | { kind: 'verified'; version: string }
  | { kind: 'belfry'; version: string }
  | { kind: 'foreign' }
  | { kind: 'unreachable' };

export interface VerifyServerOptions {
  host: string;
  port: number;
  secret?: Uint8Array;
  /** Who should be there, from the state file; without it (or without a secret) nothing can verify. */
  expected?: Pick<ServerIdentity, 'pid' | 'startedAt'>;
  /** For connection and answer together; default 2,000. */
  timeoutMs?: number;
}

/**
 * Asks whatever listens there to prove that it knows the secret. Sends a nonce and nothing else, so it is safe
 * against a stranger. Never rejects.
 */
export function verifyServer({
  host,
  port,
  secret,
  expected,
  timeoutMs = 2_000,
}: VerifyServerOptions): Promise<Listener> {
  const nonce = createNonce();
  return new Promise((resolve) => {
    // `agent: false`: no pooled socket outlives the question, and no proxy of the environment is asked.
    const query = request({
      host: toDialHost(host).replace(/^\[|\]$/g, ''),
      port,
      path: `/healthz?challenge=${nonce}`,
      agent: false,
      headers: { accept: 'application/json' },
    });
    const settle = (listener: Listener) => {
      clearTimeout(timer);
      query.destroy();
      resolve(listener);
    };
    const timer = setTimeout(() => settle({ kind: 'unreachable' }), timeoutMs);
    query.once('response', ({ headers }) => {
      const version = single(headers[belfryHeader]);
      const answer = single(headers[answerHeader]);
      if (version === undefined) return settle({ kind: 'foreign' });
      const proven = secret && expected && answer && isAnswer(answer, nonce, { ...expected, port }, secret);
      settle({ kind: proven ? 'verified' : 'belfry', version });
    });
    // HTTP that cannot be parsed, a socket that is closed on us: something is there, and it is not belfry.
    query.on('error', (error: NodeJS.ErrnoException) => {
      settle({ kind: unreachableCodes.has(error.code ?? '') ? 'unreachable' : 'foreign' });
    });
    query.end();
  });
}

const unreachableCodes = new Set([
  'ECONNREFUSED',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'EADDRNOTAVAIL',
  'ENOTFOUND',
  'ETIMEDOUT',
]);

function single(value: string | string[] | undefined): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined;
}
