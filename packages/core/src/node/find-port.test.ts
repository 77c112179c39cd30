import { createServer, type Server } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { findAvailablePort, listenOn, listenOnFirstFree } from './find-port.ts';

const servers: Server[] = [];
afterEach(() => {
  for (const server of servers.splice(0)) server.close();
});

function aServer(): Server {
  const server = createServer();
  servers.push(server);
  return server;
}

const taken = () => Promise.reject(Object.assign(new Error('taken'), { code: 'EADDRINUSE' }));

describe.each(['127.0.0.1', '::1'])('ports on %s', (host) => {
  it('are given out by the OS when none is named', async () => {
    expect(await findAvailablePort(host, 0)).toBeGreaterThan(0);
    expect(await listenOn(aServer(), host, 0)).toBeGreaterThan(0);
  });

  it('that are occupied are skipped', async () => {
    const occupied = await listenOn(aServer(), host, 0);
    const found = await findAvailablePort(host, occupied);
    expect(found).toBeGreaterThan(occupied);
    expect(found).toBeLessThan(occupied + 100);
  });

  it('that are found can be listened on', async () => {
    const port = await findAvailablePort(host, await findAvailablePort(host, 0));
    expect(await listenOn(aServer(), host, port)).toBe(port);
  });

  it('go to one server each, however many look at once', async () => {
    const first = await listenOn(aServer(), host, 0);
    const ports = await Promise.all(
      Array.from({ length: 8 }, () => {
        const server = aServer();
        return listenOnFirstFree((port) => listenOn(server, host, port), { port: first });
      }),
    );
    expect(new Set([first, ...ports]).size).toBe(9);
  });
});

describe('the search for a port', () => {
  const tried = async (options: { port: number; exact?: boolean }) => {
    const ports: number[] = [];
    const listening = listenOnFirstFree((port) => {
      ports.push(port);
      return taken();
    }, options);
    await expect(listening).rejects.toMatchObject({ code: 'EADDRINUSE' });
    return ports;
  };

  it('tries 100 ports, then fails as the last one did', async () => {
    const ports = await tried({ port: 7717 });
    expect([ports.length, ports[0], ports.at(-1)]).toEqual([100, 7717, 7816]);
  });

  it('ends with the last port there is', async () => {
    expect(await tried({ port: 65_533 })).toEqual([65_533, 65_534, 65_535]);
  });

  it('tries one port only when it is to be that one, or the OS chooses', async () => {
    expect(await tried({ port: 7717, exact: true })).toEqual([7717]);
    expect(await tried({ port: 0 })).toEqual([0]);
  });

  it('gives up at once for any other reason', async () => {
    const denied = () => Promise.reject(Object.assign(new Error('denied'), { code: 'EACCES' }));
    await expect(listenOnFirstFree(denied, { port: 80 })).rejects.toThrow('denied');
    await expect(findAvailablePort('192.0.2.1', 7717), 'no address of this machine').rejects.toMatchObject({
      code: 'EADDRNOTAVAIL',
    });
  });

  it('gives back the port it began with when all are taken', async () => {
    // Above the last port but one there is nothing to try.
    const server = aServer();
    const port = await listenOn(server, '127.0.0.1', 65_535).catch(() => 65_535);
    expect(await findAvailablePort('127.0.0.1', port)).toBe(port);
  });

  it('leaves no listeners behind on a server that tried several ports', async () => {
    const occupied = await listenOn(aServer(), '127.0.0.1', 0);
    const server = aServer();
    const before = [server.listenerCount('error'), server.listenerCount('listening')];
    await listenOnFirstFree((port) => listenOn(server, '127.0.0.1', port), { port: occupied });
    expect([server.listenerCount('error'), server.listenerCount('listening')]).toEqual(before);
  });
});
