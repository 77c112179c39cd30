import type { Alert, Page, SessionState } from '@belfry/core';
import type { Connection } from '../database/connection.ts';
import type { Transact } from '../database/transaction.ts';
import { createStateHistory, type ToldState } from './state-history.ts';
import { type AlertQuery, createStoredAlerts } from './stored-alerts.ts';

/** A session as it was last judged, with what is remembered to judge it on: JSON of the one who judges. */
export interface WatchedSessionRow {
  sessionId: string;
  /** ms since 1970 UTC */
  heardAt: number;
  state?: SessionState;
  memory: unknown;
}

/** One thing a rule found or waits for; `entry` is JSON of the one who judges. */
export interface SavedEntry {
  subject: string;
  rule: string;
  key: string;
  entry: unknown;
}

/** Up to which byte of which past a source was judged. */
export interface JudgedSource {
  root: string;
  path: string;
  generation: number;
  offset: number;
}

/** Everything one judgement brought about; written as one, or not at all. */
export interface JudgedStep {
  /** ms since 1970 UTC */
  at: number;
  sessions: WatchedSessionRow[];
  /** New states, in order. */
  states: ToldState[];
  /** As raised, updated or cleared; of one id the last counts. */
  alerts: Alert[];
  /** All entries of these subjects are `entries` from now on. */
  subjects: string[];
  entries: SavedEntry[];
  judged: JudgedSource[];
  /** Further JSON values by name; absent ones stay. */
  values: Record<string, unknown>;
  /** Sessions of which nothing may stay. */
  removed: string[];
}

/** What attention keeps in `state.db`. */
export interface AttentionStore {
  commit(step: JudgedStep): void;
  /** Sessions heard of since then, and those with entries. Times in ms since 1970 UTC. */
  sessions(sinceMs: number): WatchedSessionRow[];
  entries(): SavedEntry[];
  value(name: string): unknown;
  judged(sinceMs: number): JudgedSource[];
  state(sessionId: string): SessionState | undefined;
  /** Latest first. */
  history(sessionId: string, limit: number): ToldState[];
  /** Newest first. */
  alerts(query: AlertQuery): Page<Alert>;
  alert(id: string): Alert | undefined;
}

export function createAttentionStore(connection: Connection, transact: Transact): AttentionStore {
  const alerts = createStoredAlerts(connection);
  const history = createStateHistory(connection);
  const putSession = connection.prepare(
    'INSERT OR REPLACE INTO watched_sessions (session_id, heard_at, state, memory) VALUES (?, ?, ?, ?)',
  );
  const dropSession = connection.prepare('DELETE FROM watched_sessions WHERE session_id = ?');
  const oneState = connection.prepare('SELECT state FROM watched_sessions WHERE session_id = ?').pluck();
  const recent = connection.prepare(
    `SELECT session_id, heard_at, state, memory FROM watched_sessions
     WHERE heard_at >= ? OR session_id IN (SELECT subject FROM alert_entries) ORDER BY session_id`,
  );
  const dropEntries = connection.prepare('DELETE FROM alert_entries WHERE subject = ?');
  const putEntry = connection.prepare('INSERT INTO alert_entries (subject, rule, key, entry) VALUES (?, ?, ?, ?)');
  const allEntries = connection.prepare('SELECT subject, rule, key, entry FROM alert_entries ORDER BY 1, 2, 3');
  const putJudged = connection.prepare(
    'INSERT OR REPLACE INTO judged_sources (root, path, generation, offset, judged_at) VALUES (?, ?, ?, ?, ?)',
  );
  const recentlyJudged = connection.prepare(
    'SELECT root, path, generation, offset FROM judged_sources WHERE judged_at >= ?',
  );
  const putValue = connection.prepare('INSERT OR REPLACE INTO settings (name, value) VALUES (?, ?)');
  const oneValue = connection.prepare('SELECT value FROM settings WHERE name = ?').pluck();

  const write = (step: JudgedStep) => {
    for (const { sessionId, heardAt, state, memory } of step.sessions) {
      putSession.run(sessionId, heardAt, state === undefined ? null : JSON.stringify(state), JSON.stringify(memory));
    }
    for (const state of step.states) history.add(state);
    for (const alert of step.alerts) alerts.put(alert);
    for (const subject of step.subjects) dropEntries.run(subject);
    for (const { subject, rule, key, entry } of step.entries) putEntry.run(subject, rule, key, JSON.stringify(entry));
    for (const { root, path, generation, offset } of step.judged)
      putJudged.run(root, path, generation, offset, step.at);
    for (const [name, value] of Object.entries(step.values)) putValue.run(name, JSON.stringify(value));
    for (const sessionId of step.removed) {
      dropSession.run(sessionId);
      dropEntries.run(sessionId);
      history.remove(sessionId);
      alerts.remove(sessionId);
    }
  };

  return {
    commit: (step) => transact(() => write(step)),
    sessions: (sinceMs) =>
      (recent.all(sinceMs) as SessionRow[]).map(({ session_id, heard_at, state, memory }) => ({
        sessionId: session_id,
        heardAt: heard_at,
        ...(state === null ? {} : { state: JSON.parse(state) as SessionState }),
        memory: JSON.parse(memory) as unknown,
      })),
    entries: () =>
      (allEntries.all() as (Omit<SavedEntry, 'entry'> & { entry: string })[]).map((row) => ({
        ...row,
        entry: JSON.parse(row.entry) as unknown,
      })),
    value(name) {
      const value = oneValue.get(name) as string | undefined;
      return value === undefined ? undefined : (JSON.parse(value) as unknown);
    },
    judged: (sinceMs) => recentlyJudged.all(sinceMs) as JudgedSource[],
    state(sessionId) {
      const state = oneState.get(sessionId) as string | null | undefined;
      return state === null || state === undefined ? undefined : (JSON.parse(state) as SessionState);
    },
    history: history.of,
    alerts: alerts.page,
    alert: alerts.find,
  };
}

interface SessionRow {
  session_id: string;
  heard_at: number;
  state: string | null;
  memory: string;
}
