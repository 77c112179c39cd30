import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { type ApiDeps, belfryApi, serverOptions } from '@belfry/api';
import { listenForServe } from '@belfry/core/node';
import fastify from 'fastify';
import type { Config } from '../config/resolve.ts';

/** Serves the API and, where it was built, the page; resolves to the port once it listens. */
export async function serveApi(
  { host, port, portGiven, basePath, allowedHosts, trustProxy }: Config,
  deps: Omit<ApiDeps, 'basePath' | 'hosts' | 'trustProxy' | 'uiDirectory'>,
  onStop: (close: () => Promise<void> | void) => void,
): Promise<number> {
  const ui = fileURLToPath(new URL('./web', import.meta.url));
  const server = fastify(serverOptions);
  onStop(() => server.close());
  const api = belfryApi({
    ...deps,
    basePath,
    hosts: allowedHosts,
    trustProxy,
    ...(existsSync(ui) ? { uiDirectory: ui } : {}),
  });
  await server.register(api);
  return listenForServe(
    async (candidate) => {
      await server.listen({ host, port: candidate });
      const address = server.server.address();
      return typeof address === 'object' && address !== null ? address.port : candidate;
    },
    { host, port, isExplicit: portGiven },
  );
}
