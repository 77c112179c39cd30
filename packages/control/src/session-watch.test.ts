import { type PaneFact, type ProcessFact, silentLogger, systemClock } from '@belfry/core';
import { expect, it, onTestFinished, vi } from 'vitest';
import type { AgentProcess } from './processes/agent-process.ts';
import type { OpenSession } from './processes/bind-process.ts';
import { createSessionWatch } from './session-watch.ts';

const process: AgentProcess = { pid: 7, ppid: 3, startedAtMs: 0, args: ['claude'], agent: 'claude' };
const session: OpenSession = { agent: 'claude', session: 'a', cwds: ['/w'], files: [], firstAtMs: 1, lastAtMs: 2 };

function aWatch() {
  const facts: (ProcessFact | PaneFact)[] = [];
  const world = { processes: [process], sessions: [session], screen: '', noted: 'a' as string | undefined, looks: 0 };
  const watch = createSessionWatch({
    table: {
      async agents() {
        world.looks += 1;
        return world.processes;
      },
      signs: async () => ({ cwd: '/w', open: [] }),
    },
    panes: { list: async () => [{ pane: '%1', pid: 3 }], capture: async () => world.screen },
    sessions: () => world.sessions,
    noted: async () => world.noted,
    onFact: (fact) => facts.push(fact),
    clock: systemClock,
    logger: silentLogger,
  });
  return { world, watch, facts };
}

it('tells what it sees first, what changes, and the end', async () => {
  const { world, watch, facts } = aWatch();
  world.screen = '* Working… esc to interrupt';
  await watch.look();
  await watch.look();
  world.screen = '❯ ';
  await watch.look();
  world.processes = [];
  await watch.look();
  await watch.look();
  expect(facts).toMatchObject([
    { type: 'process', session: 'a', pid: 7, what: 'seen' },
    { type: 'pane', pane: '%1', shows: 'working' },
    { type: 'pane', shows: 'prompt' },
    { type: 'process', pid: 7, what: 'gone' },
  ]);
});

it('a process that goes on with another session is told of that one', async () => {
  const { world, watch, facts } = aWatch();
  await watch.look();
  world.noted = 'b';
  await watch.look();
  expect(facts.filter(({ type }) => type === 'process').map((fact) => fact.session)).toEqual(['a', 'b']);
});

it('looks at nothing while there is no session, but for the end of what it has seen', async () => {
  const { world, watch, facts } = aWatch();
  world.sessions = [];
  await watch.look();
  expect(world.looks).toBe(0);
  world.sessions = [session];
  await watch.look();
  world.sessions = [];
  world.processes = [];
  for (let n = 0; n < 60; n++) await watch.look();
  expect(world.looks).toBe(2);
  expect(facts.at(-1)).toMatchObject({ what: 'gone' });
});

it('says nothing of a process whose session is not known', async () => {
  const { world, watch, facts } = aWatch();
  world.noted = undefined;
  world.sessions = [session, { ...session, session: 'b' }];
  await watch.look();
  expect(facts).toEqual([]);
});

it('looks at intervals from when it is woken until there is nothing to see', async () => {
  vi.useFakeTimers();
  onTestFinished(() => void vi.useRealTimers());
  const { world, watch } = aWatch();
  await vi.advanceTimersByTimeAsync(10_000);
  expect(world.looks).toBe(0);
  watch.wake();
  watch.wake();
  await vi.advanceTimersByTimeAsync(4_000);
  expect(world.looks).toBe(2);
  world.sessions = [];
  world.processes = [];
  await vi.advanceTimersByTimeAsync(60_000);
  expect(vi.getTimerCount()).toBe(0);
  watch.wake();
  await watch.stop();
  watch.wake();
  expect(vi.getTimerCount()).toBe(0);
});
