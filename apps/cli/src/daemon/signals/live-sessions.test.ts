import { aSessionView, fakeClock } from '@belfry/core/testing';
import { createHub } from '@belfry/events';
import { expect, it } from 'vitest';
import { createLiveSessions } from './live-sessions.ts';

it('are those of this machine that were heard of in the last minutes, with every directory they were in', async () => {
  const clock = fakeClock();
  const hub = createHub({ clock });
  let woken = 0;
  const live = createLiveSessions({ hub, machine: 'tower', clock, onLive: () => (woken += 1) });
  const at = (minutes: number) => new Date(clock.now() - minutes * 60_000).toISOString();
  const session = aSessionView({
    id: 'claude:s1',
    agent: 'claude',
    machine: 'tower',
    cwd: '/a',
    startedAt: at(90),
    lastAt: at(1),
  });
  for (const view of [
    session,
    { ...session, cwd: '/b', lastAt: at(0) },
    { ...session, id: 'claude:old', lastAt: at(60) },
    { ...session, id: 'claude:far', machine: 'laptop' },
    { ...session, id: 'claude:s1/a', parentId: 'claude:s1' },
  ]) {
    hub.publish({ type: 'session.updated', sessionId: view.id, session: view });
  }
  await new Promise(setImmediate);
  expect(live.current()).toEqual([
    {
      agent: 'claude',
      session: 's1',
      cwds: ['/a', '/b'],
      files: [],
      firstAtMs: clock.now() - 90 * 60_000,
      lastAtMs: clock.now(),
    },
  ]);
  expect(woken).toBe(2);
  clock.advance(20 * 60_000);
  expect(live.current()).toEqual([]);
  live.close();
});
