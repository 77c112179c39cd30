import { createServer, type Server } from 'node:net';

/** How many ports are tried, the first one included. */
const attempts = 100;

/**
 * The first port from `start` that could be bound on `host` a moment ago; 0 asks the OS for one. When none of 100 is
 * free it is `start`. Another process may take it before you do: to serve, use `listenOnFirstFree`.
 */
export async function findAvailablePort(host: string, start: number): Promise<number> {
  const probe = createServer();
  try {
    const port = await listenOnFirstFree((candidate) => listenOn(probe, host, candidate), { port: start });
    await new Promise((resolve) => probe.close(resolve));
    return port;
  } catch (error) {
    if (isPortTaken(error)) return start;
    throw error;
  }
}

export interface ListenOptions {
  /** First port to try; 0 lets the OS choose. */
  port: number;
  /** Take this port or fail; default `false`: try the next 99 too. */
  exact?: boolean;
}

/**
 * Calls `listen` with one port after the other until it does not reject with EADDRINUSE, and gives back what it
 * gave. No time passes between finding a port and taking it. Rejects with the last EADDRINUSE when all are taken,
 * with any other error (EACCES, EADDRNOTAVAIL) at once.
 */
export async function listenOnFirstFree<T>(
  listen: (port: number) => Promise<T>,
  { port, exact = false }: ListenOptions,
): Promise<T> {
  const last = exact || port === 0 ? port : Math.min(port + attempts - 1, 65_535);
  for (let candidate = port; ; candidate += 1) {
    try {
      return await listen(candidate);
    } catch (error) {
      if (!isPortTaken(error) || candidate >= last) throw error;
    }
  }
}

/** Makes a server listen; resolves to the bound port. An empty host binds every address. */
export function listenOn(server: Server, host: string, port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    const failed = (error: Error) => {
      server.off('listening', listening);
      reject(error);
    };
    const listening = () => {
      server.off('error', failed);
      const address = server.address();
      resolve(typeof address === 'object' && address ? address.port : port);
    };
    server.once('error', failed);
    server.once('listening', listening);
    server.listen({ host: host === '' ? undefined : host.replace(/^\[|\]$/g, ''), port });
  });
}

/** Whether listening failed because somebody else has the port. */
export function isPortTaken(error: unknown): boolean {
  return (error as NodeJS.ErrnoException | undefined)?.code === 'EADDRINUSE';
}
