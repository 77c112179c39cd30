import type { Certainty, StateName } from '@belfry/core';
import type { Connection } from '../database/connection.ts';

/** What a session did from `sinceMs` on, until it did something else. Times are ms since 1970 UTC. */
export interface ToldState {
  sessionId: string;
  agent: string;
  project?: string;
  state: StateName;
  certainty: Certainty;
  /** Sign of the weightiest evidence. */
  sign?: string;
  sinceMs: number;
  toldAtMs: number;
}

export interface StateHistory {
  add(state: ToldState): void;
  /** Latest first. */
  of(sessionId: string, limit: number): ToldState[];
  remove(sessionId: string): void;
}

export function createStateHistory(connection: Connection): StateHistory {
  const insert = connection.prepare(
    `INSERT INTO state_history (session_id, agent, project, state, certainty, sign, since, told_at)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?)`,
  );
  const ofSession = connection.prepare(
    `SELECT session_id AS sessionId, agent, project, state, certainty, sign, since AS sinceMs, told_at AS toldAtMs
     FROM state_history WHERE session_id = ? ORDER BY id DESC LIMIT ?`,
  );
  const remove = connection.prepare('DELETE FROM state_history WHERE session_id = ?');
  return {
    add({ sessionId, agent, project = null, state, certainty, sign = null, sinceMs, toldAtMs }: AddedState) {
      insert.run(sessionId, agent, project, state, certainty, sign, sinceMs, toldAtMs);
    },
    of: (sessionId, limit) =>
      (ofSession.all(sessionId, limit) as HistoryRow[]).map(({ project, sign, ...row }) => ({
        ...row,
        ...(project === null ? {} : { project }),
        ...(sign === null ? {} : { sign }),
      })),
    remove: (sessionId) => void remove.run(sessionId),
  };
}

type AddedState = Omit<ToldState, 'project' | 'sign'> & { project?: string | null; sign?: string | null };
type HistoryRow = Omit<ToldState, 'project' | 'sign'> & { project: string | null; sign: string | null };
