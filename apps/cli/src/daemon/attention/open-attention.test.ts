import { join } from 'node:path';
import type { BelfryEvent, Fact, HookFact } from '@belfry/core';
import { silentLogger } from '@belfry/core';
import { aFact, aHookFact, aSessionView, fakeClock, tempHome } from '@belfry/core/testing';
import { openState } from '@belfry/store';
import { afterEach, beforeEach, expect, it } from 'vitest';
import type { LivelyFacts } from './lively-facts.ts';
import { openAttention, type RunningAttention } from './open-attention.ts';

const clock = fakeClock();
const tool = { name: 'Bash', kind: 'shell', summary: 'npm publish', callId: 'c1' } as const;
const sessionId = 'claude:s1';
let home: ReturnType<typeof tempHome>;
let state: ReturnType<typeof openState>;
let attention: RunningAttention;
let events: BelfryEvent[];

function open(): void {
  state = openState(join(home.home, 'state.db'), { clock });
  attention = openAttention({
    store: state.attention,
    publish: (event) => events.push(event),
    lookUp: async (id) => aSessionView({ id, project: 'quartz' }),
    settings: { rules: {} },
    clock,
    logger: silentLogger,
  });
}
/** The process is killed: nothing is told to anybody. */
function killAndOpen(): void {
  const killed = attention;
  state.close();
  open();
  killed.stop = () => {};
}

beforeEach(() => {
  home = tempHome();
  events = [];
  open();
});
afterEach(() => {
  attention.stop();
  state.close();
  home.remove();
});

const hook = (kind: HookFact['kind'], more: Partial<HookFact> = {}) =>
  attention.heard(aHookFact({ session: 's1', at: clock.now(), kind, ...more }));
const ask = () => {
  hook('prompted');
  clock.advance(1_000);
  hook('permission-asked', { tool });
};
const types = () => events.map(({ type }) => type);
const told = (facts: Fact[], from: number, to: number): LivelyFacts => ({
  agent: 'claude',
  root: '/r',
  path: 's1.jsonl',
  generation: 0,
  from,
  to,
  facts,
});

it('what a hook asks is a state and an alert, in the database before anybody is told', () => {
  ask();
  expect(types()).toEqual(['state.changed', 'state.changed', 'alert.raised']);
  expect(attention.port.state(sessionId)?.state).toBe('needs-permission');
  expect(attention.port.alerts({}).items).toMatchObject([{ rule: 'needs-permission', sessionId, rings: true }]);
  expect(attention.port.history(sessionId, 10).map(({ state }) => state)).toEqual(['needs-permission', 'working']);
});

it('an alert stands after a kill, is not raised again, and is cleared by the answer', () => {
  ask();
  const before = attention.port.alerts({}).items;
  killAndOpen();
  attention.start();
  expect(attention.port.alerts({}).items).toEqual(before);
  expect(attention.port.state(sessionId)?.state).toBe('needs-permission');
  clock.advance(5_000);
  events = [];
  hook('permission-asked', { tool, at: clock.now() - 5_000 });
  hook('tool-finished', { tool });
  expect(types()).toEqual(['state.changed', 'alert.cleared']);
  expect(attention.port.alerts({}).items).toEqual([]);
  expect(attention.port.alerts({ cleared: true }).items).toMatchObject([{ clearReason: 'resolved' }]);
});

it('while the database cannot be written nobody is told; afterwards everybody is, of all', () => {
  const { commit } = state.attention;
  state.attention.commit = () => {
    throw new Error('disk full');
  };
  ask();
  expect(events).toEqual([]);
  state.attention.commit = commit;
  hook('other');
  expect(types()).toEqual(['state.changed', 'state.changed', 'alert.raised']);
  killAndOpen();
  expect(attention.port.alerts({}).total).toBe(1);
});

it('how far a source was judged is kept with what came of it', () => {
  const prompt = aFact('message', { session: 's1', role: 'user', variant: 'prompt', at: clock.now() });
  attention.committed([], told([prompt], 0, 100));
  killAndOpen();
  expect(attention.judged()).toEqual([{ root: '/r', path: 's1.jsonl', generation: 0, offset: 100 }]);
  expect(attention.port.state(sessionId)?.state).toBe('working');
});

it('what brought nothing about is judged again after a kill, from where it is known to be judged', () => {
  const prompt = aFact('message', { session: 's1', role: 'user', variant: 'prompt', at: clock.now() });
  attention.committed([], told([prompt], 0, 100));
  const call = { session: 's1', callId: 'c1', name: 'Bash', kind: 'shell', at: clock.now() } as const;
  attention.committed([], told([aFact('tool-call', call)], 100, 200));
  expect(attention.judged()[0]?.offset).toBe(200);
  killAndOpen();
  expect(attention.judged()[0]?.offset).toBe(100);
});

it('its project is asked for once, where no change of the session tells it', async () => {
  ask();
  await Promise.resolve();
  hook('tool-finished', { tool });
  clock.advance(1_000);
  hook('permission-asked', { tool: { ...tool, callId: 'c2' } });
  expect(attention.port.alerts({}).items).toMatchObject([{ project: 'quartz' }]);
});

it('of a session that is pruned nothing stays', () => {
  ask();
  attention.committed([{ type: 'session-removed', sessionId }]);
  expect([attention.port.states(), attention.port.state(sessionId)]).toEqual([[], undefined]);
  killAndOpen();
  expect([attention.port.states(), attention.port.alerts({ cleared: true }).total]).toEqual([[], 0]);
});

it('who acknowledges or mutes has done so also after a restart', () => {
  ask();
  const [alert] = attention.port.alerts({}).items;
  expect(attention.port.acknowledge(alert?.id ?? '')).toMatchObject({ rings: false });
  expect(attention.port.acknowledge('none')).toBeUndefined();
  attention.port.setMutes([{ rule: 'stuck' }]);
  killAndOpen();
  expect(attention.port.alerts({}).items).toMatchObject([{ rings: false, acknowledgedAt: expect.any(String) }]);
  expect(attention.port.mutes()).toEqual([{ rule: 'stuck' }]);
});

it('a rule nobody knows is not muted, and what was muted before stays', () => {
  attention.port.setMutes([{ rule: 'stuck' }]);
  expect(() => attention.port.setMutes([{ rule: 'stuck' }, { rule: 'stuk' }])).toThrow(
    expect.objectContaining({ code: 'BELFRY_BAD_REQUEST', hint: 'Did you mean stuck?' }),
  );
  expect(attention.port.mutes()).toEqual([{ rule: 'stuck' }]);
});

it('who was silent for days is let go of, and its rest can still be asked for', () => {
  hook('prompted');
  hook('turn-ended');
  clock.advance(3 * 24 * 3_600_000);
  attention.heard(aHookFact({ session: 's2', at: clock.now(), kind: 'prompted' }));
  expect(attention.port.states().map((one) => one.sessionId)).toEqual(['claude:s2']);
  expect(attention.port.state(sessionId)?.state).toBe('idle');
});

it('a rule that is switched off while it stands clears, and quiet hours hold back what is not urgent', () => {
  ask();
  attention.configure({ rules: { 'needs-permission': { isOn: false } } });
  expect(attention.port.alerts({ cleared: true }).items).toMatchObject([{ clearReason: 'disabled' }]);
  attention.configure({ rules: {}, quietHours: { fromMinute: 0, toMinute: 1439, letsUrgentThrough: false } });
  expect(attention.port.alerts({}).items).toMatchObject([{ rule: 'needs-permission', rings: false }]);
  expect(() => attention.configure({ rules: { nothing: {} } })).toThrow('There is no rule "nothing"');
});

it('history the archive tells of makes nobody known', () => {
  const session = aSessionView({ id: 'claude:old' });
  attention.committed([{ type: 'session', isNew: true, session }]);
  expect(attention.port.states()).toEqual([]);
  expect(attention.port.state('claude:old')).toBeUndefined();
});
