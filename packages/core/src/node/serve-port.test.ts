import { basename } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { killChildren, startChild } from '../../test/child-process.ts';
import { type TempHome, tempHome } from '../testing/temp-home.ts';
import { describePortHolder, parseListeningInodes, parseLsof } from './port-holder.ts';
import { listenForServe } from './serve-port.ts';

const homes: TempHome[] = [];
afterEach(async () => {
  await killChildren();
  for (const home of homes.splice(0)) home.remove();
});

/** A daemon in a home of its own. */
function startAlone(options = {}) {
  const home = tempHome();
  homes.push(home);
  return startChild('serve', { paths: home.paths, port: 0, ...options });
}

describe('a start on a port somebody else has', () => {
  it('takes the next free one when another home has the default port', async () => {
    const { port } = await startAlone().next();

    const second = await startAlone({ port }).next();

    expect(second.kind).toBe('serving');
    expect(Number(second.port)).toBeGreaterThan(Number(port));
  });

  it('takes the next free one when a foreign program has the default port', async () => {
    const { port } = await startChild('foreign', null).next();

    const daemon = await startAlone({ port }).next();

    expect(daemon.kind).toBe('serving');
    expect(Number(daemon.port)).toBeGreaterThan(Number(port));
  });

  it('fails on a port that was asked for, naming the belfry of another home', async () => {
    const first = startAlone();
    const { port } = await first.next();

    const second = await startAlone({ port, isExplicit: true }).next();

    expect(second).toMatchObject({ kind: 'error', code: 'BELFRY_PORT_TAKEN', data: { port, kind: 'belfry' } });
    expect(second.message).toContain('a belfry of another home (version 1.2.3');
    if (process.platform === 'linux') expect(second).toMatchObject({ data: { pid: first.pid } });
  });

  it('fails on a port that was asked for, naming the foreign program', async () => {
    const foreign = startChild('foreign', null);
    const { port } = await foreign.next();

    const daemon = await startAlone({ port, isExplicit: true }).next();

    expect(daemon).toMatchObject({ kind: 'error', code: 'BELFRY_PORT_TAKEN', data: { port, kind: 'foreign' } });
    if (process.platform === 'linux')
      expect(daemon.message).toContain(`taken by ${basename(process.execPath)} (pid ${foreign.pid})`);
  });

  it('passes on what has nothing to do with a taken port', async () => {
    const denied = Object.assign(new Error('denied'), { code: 'EACCES' });
    const listening = listenForServe(() => Promise.reject(denied), { host: '127.0.0.1', port: 80, isExplicit: false });
    await expect(listening).rejects.toBe(denied);
  });
});

describe('the holder of a port', () => {
  it('is described by what is known of it', () => {
    expect(describePortHolder({ kind: 'foreign' })).toBe('another program');
    expect(describePortHolder({ kind: 'foreign', program: 'nginx', pid: 12 })).toBe('nginx (pid 12)');
    expect(describePortHolder({ kind: 'belfry', version: '1.0.0', pid: 12, program: 'node' })).toBe(
      'a belfry of another home (version 1.0.0, pid 12)',
    );
  });

  it('is found in Linux’s table of sockets by port and state', () => {
    const table = [
      '  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode',
      '   0: 0100007F:1E25 00000000:0000 0A 00000000:00000000 00:00000000 00000000  1000        0 40001 1 0 100 0 0 10 0',
      '   1: 0100007F:1E25 0100007F:C350 01 00000000:00000000 00:00000000 00000000  1000        0 40002 1 0 20 4 30 10 -1',
      '   2: 0100007F:0050 00000000:0000 0A 00000000:00000000 00:00000000 00000000     0        0 40003 1 0 100 0 0 10 0',
    ].join('\n');
    expect(parseListeningInodes(table, 7717)).toEqual(['40001']);
    expect(parseListeningInodes(table, 80)).toEqual(['40003']);
    expect(parseListeningInodes('', 80)).toEqual([]);
  });

  it('is read from lsof', () => {
    expect(parseLsof('p512\ncnode\nf21\n')).toEqual({ pid: 512, program: 'node' });
    expect(parseLsof('')).toBeUndefined();
  });
});
