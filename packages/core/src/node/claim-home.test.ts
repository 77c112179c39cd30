import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { killChildren, startChild } from '../../test/child-process.ts';
import { type TempHome, tempHome } from '../testing/temp-home.ts';
import { claimHome } from './claim-home.ts';
import { openLifetimeLock } from './lifetime-lock.ts';
import { ensureSecret } from './secret.ts';

let home: TempHome;
beforeEach(() => {
  home = tempHome();
});
afterEach(async () => {
  await killChildren();
  home.remove();
});

const start = (options = {}) => startChild('serve', { paths: home.paths, port: 0, ...options });

describe('a second start in the same home', () => {
  it('finds the first and says where it runs', async () => {
    const { url } = await start().next();
    expect(await start().next()).toEqual({ kind: 'already-running', url });
  });

  it('also when it asks for another port', async () => {
    const { url } = await start().next();
    expect(await start({ port: 1, isExplicit: true }).next()).toEqual({ kind: 'already-running', url });
  });

  it('waits for a first that is still starting', async () => {
    const first = start({ pauses: true });
    await first.next();
    const second = start();
    expect(await second.next()).toEqual({ kind: 'waiting', for: 'daemon' });

    first.say('listen');

    const { url } = await first.next();
    expect(await second.next()).toEqual({ kind: 'already-running', url });
  });

  it('takes over when the first is killed while starting', async () => {
    const first = start({ pauses: true });
    await first.next();
    const second = start();
    await second.next();

    await first.kill();

    expect(await second.next()).toMatchObject({ kind: 'serving' });
  });

  it('serves when the first was killed, and a server that only reads does not stop it', async () => {
    const first = start();
    await first.next();
    await first.kill();
    await start({ readOnly: true }).next();

    expect(await start().next()).toMatchObject({ kind: 'serving' });
  });

  it('waits for a command that holds the archive, says so, and then serves', async () => {
    const command = startChild('hold-lock', { path: home.paths.lockFile, purpose: 'command:restore' });
    await command.next();
    command.say('go');
    await command.next();
    const daemon = start();
    expect(await daemon.next()).toEqual({ kind: 'waiting', for: 'command:restore' });

    command.say('release');

    expect(await daemon.next()).toMatchObject({ kind: 'serving' });
  });

  it('gives up on a daemon that holds the archive and does not answer, and names it', async () => {
    const silent = startChild('hold-lock', { path: home.paths.lockFile, purpose: 'daemon' });
    await silent.next();
    silent.say('go');
    await silent.next();

    const claim = claimHome({
      lock: openLifetimeLock(home.paths.lockFile, { purpose: 'daemon' }),
      runDir: home.paths.runDir,
      secret: ensureSecret(home.paths.secretFile),
      daemonMs: 0,
      pollMs: 1,
    });

    await expect(claim).rejects.toMatchObject({ code: 'BELFRY_LOCKED', data: { pid: silent.pid } });
  });

  it('waits without end for one that says it is starting', async () => {
    const first = start({ pauses: true });
    await first.next();
    const claim = claimHome({
      lock: openLifetimeLock(home.paths.lockFile, { purpose: 'daemon' }),
      runDir: home.paths.runDir,
      secret: ensureSecret(home.paths.secretFile),
      daemonMs: 0,
      pollMs: 1,
      onWait: () => first.say('listen'),
    });

    expect(await claim).toMatchObject({ kind: 'already-running', server: { pid: first.pid } });
  });

  it('is won by one of many at once, and all others are sent to it', async () => {
    const results = await Promise.all(
      Array.from({ length: 6 }, async () => {
        const child = start();
        for (;;) {
          const told = await child.next();
          if (told.kind !== 'waiting') return told;
        }
      }),
    );

    const winner = results.find(({ kind }) => kind === 'serving');
    expect(winner).toBeDefined();
    expect(results.filter((result) => result !== winner)).toEqual(
      Array(5).fill({ kind: 'already-running', url: winner?.url }),
    );
  });
});
