import { findLeft, type SessionBounds, type SessionFact } from '@belfry/core';
import type { Connection } from '../database/connection.ts';
import type { ContributionRow } from '../tables/sessions.ts';
import type { BatchContext } from './batch-context.ts';
import { type Contribution, foldPatch } from './contribution.ts';
import { compareReading, type MergedSession, mergeSession, type PlacedContribution } from './merge-session.ts';
import type { SessionDraft } from './session-book.ts';

/** What one batch's source contributes to its sessions. */
export interface ContributionBatch {
  /** Any fact about a session makes its source one of the session's. */
  note(session: SessionDraft, offset: number): void;
  patch(session: SessionDraft, fact: SessionFact): void;
  /** Whether this batch said how its source follows on the session's others. */
  isRewound(session: SessionDraft): boolean;
  bound(session: SessionDraft, bounds: SessionBounds): void;
  /** Sessions the source contributes to for the first time. */
  newSessions(): SessionDraft[];
  flush(): void;
}

export interface ContributionRows {
  begin(context: BatchContext): ContributionBatch;
  /** Merges all contributions of a session and settles its reading order. */
  merge(context: BatchContext, session: SessionDraft): MergedSession & { left: LeftPart[] };
  /** Forgets what generations before `generation` of a document said; returns the sessions they spoke of. */
  dropBefore(sourceId: number, generation: number): number[];
  /** Sessions a source contributes to. */
  sessionsOf(sourceId: number): number[];
  /** Whether every transcript of the session has vanished; `false` when it has none. */
  isGone(sessionId: number): boolean;
}

/** Messages of this source from this offset on are on an abandoned branch. */
export interface LeftPart {
  sourceId: number;
  from: number;
}

interface Entry {
  session: SessionDraft;
  row: ContributionRow;
  contribution: Contribution;
  isNew: boolean;
  isRewound: boolean;
  isDirty: boolean;
}

export function createContributionRows(connection: Connection): ContributionRows {
  const find = connection.prepare(
    'SELECT * FROM contributions WHERE session_id = ? AND source_id = ? AND generation = ?',
  );
  const ofSession = connection.prepare('SELECT * FROM contributions WHERE session_id = ?');
  const ofSource = connection
    .prepare('SELECT DISTINCT session_id FROM contributions WHERE source_id = ? ORDER BY session_id')
    .pluck();
  const gone = connection
    .prepare(
      `SELECT min(s.gone) FROM contributions c JOIN sources s ON s.id = c.source_id
         WHERE c.session_id = ? AND s.role = 'transcript'`,
    )
    .pluck();
  const put = connection.prepare(
    `INSERT OR REPLACE INTO contributions (session_id, source_id, generation, first_offset, first_at, last_at, patch)
     VALUES (?, ?, ?, ?, ?, ?, ?)`,
  );

  const drop = connection
    .prepare('DELETE FROM contributions WHERE source_id = ? AND generation < ? RETURNING session_id')
    .pluck();

  return {
    dropBefore: (sourceId, generation) => drop.all(sourceId, generation) as number[],
    sessionsOf: (sourceId) => ofSource.all(sourceId) as number[],
    isGone: (sessionId) => gone.get(sessionId) === 1,
    begin(context) {
      const entries = new Map<number, Entry>();
      const entry = (session: SessionDraft): Entry => {
        const known = entries.get(session.row.id);
        if (known) return known;
        const stored = session.isFresh
          ? undefined
          : (find.get(session.row.id, context.source.id, context.generation) as ContributionRow | undefined);
        const row = stored ?? toRow(session.row.id, context);
        const made = {
          session,
          row,
          contribution: JSON.parse(row.patch) as Contribution,
          isNew: !stored,
          isRewound: false,
          isDirty: !stored,
        };
        entries.set(session.row.id, made);
        return made;
      };
      return {
        note(session, offset) {
          const one = entry(session);
          if (one.row.first_offset !== null) return;
          one.row.first_offset = offset;
          one.isDirty = true;
        },
        patch(session, fact) {
          const one = entry(session);
          if (!foldPatch(one.contribution, fact.patch)) return;
          one.isDirty = true;
          if (fact.patch.rewind) one.isRewound = true;
        },
        bound(session, bounds) {
          const one = entry(session);
          const firstAt = Math.min(one.row.first_at ?? bounds.firstAt, bounds.firstAt);
          const lastAt = Math.max(one.row.last_at ?? bounds.lastAt, bounds.lastAt);
          if (firstAt === one.row.first_at && lastAt === one.row.last_at) return;
          one.row.first_at = firstAt;
          one.row.last_at = lastAt;
          one.isDirty = true;
        },
        isRewound: (session) => entries.get(session.row.id)?.isRewound === true,
        newSessions: () => [...entries.values()].flatMap((one) => (one.isNew ? [one.session] : [])),
        flush() {
          for (const { row, contribution, isDirty } of entries.values()) {
            if (!isDirty) continue;
            const patch = JSON.stringify(contribution);
            put.run(row.session_id, row.source_id, row.generation, row.first_offset, row.first_at, row.last_at, patch);
          }
        },
      };
    },
    merge(context, session) {
      const rows = ofSession.all(session.row.id) as ContributionRow[];
      const placed = rows.map((row) => ({ ...place(context, row), sourceId: row.source_id }));
      placed.sort((a, b) => compareReading(session.row.native, a, b));
      session.reading = [...new Set(placed.map((one) => one.sourceId))];
      return { ...mergeSession(session.row.native, placed), left: leftParts(session.row.native, placed) };
    },
  };
}

function leftParts(native: string, placed: readonly (PlacedContribution & { sourceId: number })[]): LeftPart[] {
  if (placed.every(({ contribution }) => contribution.rewind === undefined)) return [];
  const offsets = findLeft(
    native,
    placed.map(({ contribution }) => contribution),
  );
  return placed.flatMap(({ sourceId }, index) => {
    const from = offsets[index];
    return from === undefined ? [] : [{ sourceId, from }];
  });
}

function toRow(sessionId: number, context: BatchContext): ContributionRow {
  return {
    session_id: sessionId,
    source_id: context.source.id,
    generation: context.generation,
    first_offset: null,
    first_at: null,
    last_at: null,
    patch: '{}',
  };
}

function place(context: BatchContext, row: ContributionRow): PlacedContribution {
  const isOwn = row.source_id === context.source.id;
  const { role, compression, path, session } = isOwn ? context.source : context.sourceById(row.source_id);
  const current = isOwn ? context.generation : context.sourceById(row.source_id).generation;
  return {
    role,
    compression,
    path,
    session,
    generation: row.generation,
    isOld: row.generation < current,
    firstAt: row.first_at,
    lastAt: row.last_at,
    contribution: JSON.parse(row.patch) as Contribution,
  };
}
