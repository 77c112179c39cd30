import { join } from 'node:path';
import type { Alert, SessionState } from '@belfry/core';
import { fakeClock, tempHome } from '@belfry/core/testing';
import Database from 'better-sqlite3';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { schemaBuilder } from '../database/migration.ts';
import type { JudgedStep } from './attention-store.ts';
import { stateMigrations } from './migrations.ts';
import { openState, type StateStore } from './open-state.ts';

const clock = fakeClock();
let home: ReturnType<typeof tempHome>;
let path: string;
let state: StateStore;

beforeEach(() => {
  home = tempHome();
  path = join(home.home, 'state.db');
  state = openState(path, { clock });
});
afterEach(() => {
  state.close();
  home.remove();
});

const aState = (sessionId: string): SessionState => ({
  sessionId,
  state: 'working',
  since: '2026-01-01T00:00:00.000Z',
  certainty: 'certain',
  evidence: [],
  wouldChange: [],
  openCalls: 0,
  subagents: { working: 0, waiting: 0 },
});
const anAlert = (n: number, more: Partial<Alert> = {}): Alert => ({
  id: `stuck|claude:a|${n}`,
  rule: 'stuck',
  severity: 'warning',
  sessionId: 'claude:a',
  since: new Date(n).toISOString(),
  raisedAt: new Date(n).toISOString(),
  title: 'Stuck',
  details: '',
  data: {},
  evidence: [],
  rings: true,
  ...more,
});
const aStep = (step: Partial<JudgedStep>): JudgedStep => ({
  at: 1_000,
  sessions: [],
  states: [],
  alerts: [],
  subjects: [],
  entries: [],
  judged: [],
  values: {},
  removed: [],
  ...step,
});
const told = { sessionId: 'claude:a', agent: 'claude', certainty: 'certain', toldAtMs: 9 } as const;

it('a judgement is there as a whole after a restart', () => {
  state.attention.commit(
    aStep({
      sessions: [{ sessionId: 'claude:a', heardAt: 900, state: aState('claude:a'), memory: { knowledge: 1 } }],
      states: [{ ...told, project: 'quartz', state: 'working', sign: 'prompted', sinceMs: 5 }],
      alerts: [anAlert(1)],
      subjects: ['claude:a'],
      entries: [{ subject: 'claude:a', rule: 'stuck', key: '', entry: { alert: 1 } }],
      judged: [{ root: '/r', path: 'a.jsonl', generation: 1, offset: 77 }],
      values: { world: { quota: {} } },
    }),
  );
  state.close();
  state = openState(path, { clock });
  const { attention } = state;
  expect(attention.sessions(900)).toEqual([
    { sessionId: 'claude:a', heardAt: 900, state: aState('claude:a'), memory: { knowledge: 1 } },
  ]);
  expect(attention.state('claude:a')).toEqual(aState('claude:a'));
  expect(attention.history('claude:a', 10)).toEqual([
    { ...told, project: 'quartz', state: 'working', sign: 'prompted', sinceMs: 5 },
  ]);
  expect(attention.alerts({}).items).toEqual([anAlert(1)]);
  expect(attention.entries()).toEqual([{ subject: 'claude:a', rule: 'stuck', key: '', entry: { alert: 1 } }]);
  expect(attention.judged(0)).toEqual([{ root: '/r', path: 'a.jsonl', generation: 1, offset: 77 }]);
  expect(attention.value('world')).toEqual({ quota: {} });
});

it('a judgement that cannot be written leaves nothing of itself', () => {
  const twice = { subject: 'claude:a', rule: 'stuck', key: '', entry: 1 };
  const step = aStep({ alerts: [anAlert(1)], subjects: ['claude:a'], entries: [twice, twice] });
  expect(() => state.attention.commit(step)).toThrow();
  expect(state.attention.alerts({}).total).toBe(0);
  expect(state.attention.entries()).toEqual([]);
});

it('who rests for long is not remembered at a start, unless something stands on it', () => {
  const memory = {};
  state.attention.commit(
    aStep({
      sessions: [
        { sessionId: 'claude:old', heardAt: 1, memory },
        { sessionId: 'claude:rung', heardAt: 1, memory },
        { sessionId: 'claude:new', heardAt: 500, memory },
      ],
      subjects: ['claude:rung'],
      entries: [{ subject: 'claude:rung', rule: 'stuck', key: '', entry: {} }],
    }),
  );
  expect(state.attention.sessions(100).map(({ sessionId }) => sessionId)).toEqual(['claude:new', 'claude:rung']);
});

it('alerts come newest first, a page at a time, those that stand no more when they are asked for', () => {
  const cleared = { clearedAt: new Date(10).toISOString(), clearReason: 'resolved' } as const;
  state.attention.commit(aStep({ alerts: [anAlert(1), anAlert(2), anAlert(3, { sessionId: 'claude:b' })] }));
  state.attention.commit(aStep({ alerts: [anAlert(2, cleared)] }));
  const { attention } = state;
  const raised = (page: { items: Alert[] }) => page.items.map(({ raisedAt }) => Date.parse(raisedAt));
  expect(raised(attention.alerts({}))).toEqual([3, 1]);
  const first = attention.alerts({ cleared: true, limit: 2 });
  expect([raised(first), first.total]).toEqual([[3, 2], 3]);
  expect(raised(attention.alerts({ cleared: true, limit: 2, cursor: first.next ?? '' }))).toEqual([1]);
  expect(raised(attention.alerts({ sessionId: 'claude:b' }))).toEqual([3]);
  expect(attention.alert(anAlert(2).id)).toMatchObject(cleared);
  for (const cursor of ['?', 'W10', Buffer.from('{"a":1}').toString('base64url')]) {
    expect(() => attention.alerts({ cursor })).toThrow(expect.objectContaining({ code: 'BELFRY_CURSOR_INVALID' }));
  }
});

it('nothing stays of a session that was pruned', () => {
  state.attention.commit(
    aStep({
      sessions: [{ sessionId: 'claude:a', heardAt: 900, memory: {} }],
      states: [{ ...told, state: 'idle', sinceMs: 5 }],
      alerts: [anAlert(1)],
      subjects: ['claude:a'],
      entries: [{ subject: 'claude:a', rule: 'stuck', key: '', entry: {} }],
    }),
  );
  state.attention.commit(aStep({ removed: ['claude:a'] }));
  const { attention } = state;
  expect([attention.sessions(0), attention.history('claude:a', 9), attention.entries()]).toEqual([[], [], []]);
  expect(attention.alerts({ cleared: true }).total).toBe(0);
});

it('a database of before keeps its sign-ins and settings', () => {
  const old = join(home.home, 'old.db');
  const db = new Database(old);
  for (const step of stateMigrations.slice(0, 2)) for (const one of step.up(schemaBuilder)) db.exec(one.compile().sql);
  db.pragma('user_version = 2');
  db.pragma(`application_id = ${0x62656c73}`);
  db.exec(`INSERT INTO sign_ins VALUES ('id1', 'token1', 'key1', 'Firefox', 1, 1, NULL)`);
  db.exec(`INSERT INTO settings VALUES ('theme', '"dark"')`);
  db.close();
  const upgraded = openState(old, { clock });
  expect(upgraded.signIns.find('token1')?.label).toBe('Firefox');
  expect(upgraded.settings.get('theme')).toBe('dark');
  expect(upgraded.attention.alerts({}).items).toEqual([]);
  upgraded.close();
});
