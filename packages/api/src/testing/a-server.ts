import type { AddressInfo } from 'node:net';
import { type FakeClock, fakeClock } from '@belfry/core/testing';
import { createHub, type Hub } from '@belfry/events';
import fastify, { type FastifyInstance, type InjectOptions, type LightMyRequestResponse } from 'fastify';
import type { ApiDeps } from '../api-deps.ts';
import { createSignInCodes } from '../auth/sign-in-codes.ts';
import { belfryApi } from '../belfry-api.ts';
import { pageKeyHeader } from '../contract/headers.ts';
import type { SignInResult } from '../contract/sign-in.ts';
import { serverOptions } from '../server-options.ts';
import { type AnArchive, anArchive } from './an-archive.ts';
import { signInRows } from './sign-in-rows.ts';
import { someAttention } from './some-attention.ts';
import { someUsage } from './some-usage.ts';

export const aSecret = new Uint8Array(32).fill(7);
const aHookToken = new Uint8Array(32).fill(9);
export const aHookBearer = `Bearer ${Buffer.from(aHookToken).toString('base64url')}`;
export const aBearer = `Bearer ${Buffer.from(aSecret).toString('base64url')}`;

export interface AServer {
  app: FastifyInstance;
  hub: Hub;
  clock: FakeClock;
  archive: AnArchive;
  signIns: ReturnType<typeof signInRows>;
  /** What hooks told. */
  heard: { agent: string; payload: unknown }[];
  deps: ApiDeps;
  /** A request without credentials, to host `localhost`. */
  ask(options: InjectOptions | string): Promise<LightMyRequestResponse>;
  /** A request with the secret. */
  trusted(options: InjectOptions | string): Promise<LightMyRequestResponse>;
  /** Signs a browser in. */
  browser(): Promise<ABrowser>;
  /** Opens a real port and returns the address, ending with a slash. */
  listen(): Promise<string>;
  [Symbol.asyncDispose](): Promise<void>;
}

/** A browser that is signed in: its cookie, its key, and requests as it sends them. */
export interface ABrowser {
  id: string;
  key: string;
  cookie: string;
  /** Headers of a mutation from our own page. */
  headers: Record<string, string>;
}

/** The plugin on a real fastify server, over an archive in memory. */
export async function aServer(overrides: Partial<ApiDeps> & { archive?: AnArchive } = {}): Promise<AServer> {
  const clock = fakeClock();
  const hub = createHub({ boot: 'b' });
  const signIns = signInRows();
  const archive = overrides.archive ?? anArchive();
  const heard: AServer['heard'] = [];
  const deps: ApiDeps = {
    read: archive,
    usage: someUsage(),
    sync: {
      status: () => ({
        progress: { phase: 'idle', filesDone: 0, filesTotal: 0, bytesDone: 0, bytesTotal: 0, issues: 0 },
        roots: [{ agent: 'claude', machine: 'laptop', root: '/home/ada/.claude', state: 'watching', sources: 1 }],
        notices: [],
      }),
      syncOne: async (target) => ('id' in target ? target.id : undefined),
    },
    jobs: {
      start: ({ kind }) => ({ id: 'job-1', kind, state: 'running', progress: { step: kind, done: 0, total: 0 } }),
      get: (id) =>
        id === 'nobody'
          ? undefined
          : { id, kind: 'compact', state: 'running', progress: { step: 'compact', done: 0, total: 0 } },
    },
    hooks: {
      token: aHookToken,
      hear(agent, payload) {
        if (agent !== 'claude') return false;
        heard.push({ agent, payload });
        return true;
      },
    },
    attention: someAttention(),
    hub,
    signIns,
    codes: createSignInCodes({ clock }),
    identity: { secret: aSecret, server: () => undefined },
    version: { version: '1.2.3', commit: 'abc', buildDate: '2026-01-01T00:00:00.000Z', readOnly: false, demo: false },
    clock,
    ...overrides,
  };
  const app = fastify(serverOptions);
  await app.register(belfryApi(deps));
  await app.ready();

  const ask = (options: InjectOptions | string, headers: Record<string, string> = {}) => {
    const given = typeof options === 'string' ? { url: options } : options;
    return app.inject({ ...given, headers: { host: 'localhost', ...headers, ...given.headers } });
  };

  return {
    app,
    hub,
    clock,
    archive,
    signIns,
    heard,
    deps,
    ask: (options) => ask(options),
    trusted: (options) => ask(options, { authorization: aBearer }),
    async browser() {
      const { code } = deps.codes.issue();
      const response = await ask({ method: 'POST', url: '/api/v1/sign-in', body: { code } });
      const { key, signIn } = response.json<SignInResult>();
      const cookie = String(response.headers['set-cookie']).split(';', 1)[0] ?? '';
      return { id: signIn.id, key, cookie, headers: { cookie, origin: 'http://localhost', [pageKeyHeader]: key } };
    },
    async listen() {
      await app.listen({ host: '127.0.0.1', port: 0 });
      return `http://127.0.0.1:${(app.server.address() as AddressInfo).port}/`;
    },
    [Symbol.asyncDispose]: () => app.close(),
  };
}
