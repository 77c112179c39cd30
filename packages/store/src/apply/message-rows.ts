import type { AbandonFact, MessageFact } from '@belfry/core';
import type { Connection } from '../database/connection.ts';
import { type MessageRow, messageFlags } from '../tables/messages.ts';
import type { BatchContext } from './batch-context.ts';
import type { LeftPart } from './contribution-rows.ts';
import { packElsewhere, unpackElsewhere } from './elsewhere.ts';
import { entryOf } from './entry-of.ts';
import { type FoldedMessage, foldRecord, sortForeign } from './message-fold.ts';
import { toRecordHash } from './record-hash.ts';
import type { SessionDraft } from './session-book.ts';
import { packSpans, unpackSpans } from './spans.ts';

/** A message while a batch is applied; `row.spans` and `row.elsewhere` are packed when it is written. */
export interface MessageDraft extends FoldedMessage {
  session: SessionDraft;
  before: MessageRow | undefined;
  isDirty: boolean;
}

/** Messages of one batch, each read once and written once. */
export interface MessageBatch {
  /** Returns the hash of the fact's record. */
  add(session: SessionDraft, fact: MessageFact): number;
  abandon(session: SessionDraft, fact: AbandonFact): void;
  /** Marks the messages in these parts of its sources as left, and when what was left is said `anew` those only. */
  leave(session: SessionDraft, parts: readonly LeftPart[], anew: boolean): void;
  /** Marks what the batch's source had and its new generation has not confirmed as touched. */
  touchUnconfirmed(session: SessionDraft): void;
  /** Writes what changed; returns every message touched. */
  flush(): MessageDraft[];
}

export function createMessageRows(connection: Connection): (context: BatchContext) => MessageBatch {
  const place = 'session_id = ? AND source_id = ? AND offset = ? AND generation = ? AND nth = ?';
  const byKey = connection.prepare('SELECT * FROM messages WHERE session_id = ? AND key = ?');
  const inRange = connection
    .prepare(
      `SELECT key FROM messages WHERE session_id = ? AND source_id = ? AND offset >= ? AND offset < ?
         AND generation = ?`,
    )
    .pluck();
  const standingFrom = connection
    .prepare(
      `SELECT key FROM messages WHERE session_id = ? AND source_id = ? AND offset >= ?
         AND flags & ${messageFlags.left} = 0`,
    )
    .pluck();
  const leftOf = connection
    .prepare(`SELECT key FROM messages WHERE session_id = ? AND flags & ${messageFlags.left}`)
    .pluck();
  const ofGeneration = connection
    .prepare('SELECT key FROM messages WHERE session_id = ? AND source_id = ? AND generation = ?')
    .pluck();
  const insert = connection.prepare(
    `INSERT INTO messages (session_id, source_id, offset, generation, nth, key, role, variant, at, model, preview,
       flags, spans, elsewhere) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
  );
  const update = connection.prepare(
    `UPDATE messages SET at = ?, model = ?, preview = ?, flags = ?, spans = ?, elsewhere = ? WHERE ${place}`,
  );
  const remove = connection.prepare(`DELETE FROM messages WHERE ${place}`);

  return (context) => {
    const drafts = new Map<number, Map<string, MessageDraft>>();
    let recordOffset = -1;
    let nth = 0;

    const draftsOf = (session: SessionDraft) => entryOf(drafts, session.row.id, () => new Map<string, MessageDraft>());
    const find = (session: SessionDraft, key: string): MessageDraft | undefined => {
      const known = draftsOf(session).get(key);
      if (known || session.isFresh) return known;
      const before = byKey.get(session.row.id, key) as MessageRow | undefined;
      if (!before) return undefined;
      const draft: MessageDraft = {
        session,
        row: { ...before },
        spans: unpackSpans(before.spans),
        elsewhere: unpackElsewhere(before.elsewhere),
        before,
        isDirty: false,
      };
      draftsOf(session).set(key, draft);
      return draft;
    };
    const isOwn = (row: MessageRow) => row.source_id === context.source.id && row.generation === context.generation;

    return {
      add(session, fact) {
        nth = fact.span.offset === recordOffset ? nth + 1 : 0;
        recordOffset = fact.span.offset;
        const record = toRecordHash(fact.record);
        const draft = find(session, fact.key);
        const row = toRow(session.row.id, context, fact, nth);
        const span = { ...fact.span, record };
        if (!draft) {
          const elsewhere = { spans: [], from: {} };
          draftsOf(session).set(fact.key, { session, row, spans: [span], elsewhere, before: undefined, isDirty: true });
        } else if (foldRecord(context, session.row.native, draft, row, span)) draft.isDirty = true;
        return record;
      },
      abandon(session, fact) {
        if (!session.isFresh) {
          const keys = inRange.all(session.row.id, context.source.id, fact.from, fact.to, context.generation);
          for (const key of keys as string[]) find(session, key);
        }
        for (const draft of draftsOf(session).values()) {
          const { row } = draft;
          if (isOwn(row) && row.offset >= fact.from && row.offset < fact.to)
            setFlag(draft, messageFlags.abandoned, true);
        }
      },
      leave(session, parts, anew) {
        if (!session.isFresh) {
          const ids = [session.row.id];
          const keys = parts.flatMap(({ sourceId, from }) => standingFrom.all(...ids, sourceId, from));
          if (anew) keys.push(...leftOf.all(...ids));
          for (const key of keys as string[]) find(session, key);
        }
        for (const draft of draftsOf(session).values()) {
          const { source_id, offset } = draft.row;
          const isLeft = parts.some(({ sourceId, from }) => sourceId === source_id && offset >= from);
          setFlag(draft, messageFlags.left, isLeft);
        }
      },
      touchUnconfirmed(session) {
        if (session.isFresh || context.previousGeneration === undefined) return;
        const keys = ofGeneration.all(session.row.id, context.source.id, context.previousGeneration);
        for (const key of keys as string[]) find(session, key);
      },
      flush() {
        const touched = [...drafts.values()].flatMap((session) => [...session.values()]);
        for (const draft of touched) {
          if (draft.isDirty) write(draft);
        }
        return touched;
      },
    };

    function write(draft: MessageDraft): void {
      const { row, before, elsewhere, session } = draft;
      if (elsewhere.spans.length > 1) sortForeign(context, session.row.native, elsewhere.spans);
      row.spans = packSpans(draft.spans);
      row.elsewhere = packElsewhere(elsewhere);
      const where = [row.session_id, row.source_id, row.offset, row.generation, row.nth] as const;
      if (before && isSamePlace(row, before)) {
        update.run(row.at, row.model, row.preview, row.flags, row.spans, row.elsewhere, ...where);
        return;
      }
      if (before) {
        remove.run(before.session_id, before.source_id, before.offset, before.generation, before.nth);
      }
      const { key, role, variant, at, model, preview, flags, spans } = row;
      insert.run(...where, key, role, variant, at, model, preview, flags, spans, row.elsewhere);
    }
  };
}

function setFlag(draft: MessageDraft, flag: number, isSet: boolean): void {
  if (((draft.row.flags & flag) !== 0) === isSet) return;
  draft.row.flags ^= flag;
  draft.isDirty = true;
}

function toRow(sessionId: number, context: BatchContext, fact: MessageFact, nth: number): MessageRow {
  return {
    session_id: sessionId,
    source_id: context.source.id,
    offset: fact.span.offset,
    generation: context.generation,
    nth,
    key: fact.key,
    role: fact.role,
    variant: fact.variant,
    at: fact.at ?? null,
    model: fact.model ?? null,
    preview: fact.preview,
    flags: fact.inherited ? messageFlags.inherited : 0,
    spans: noSpans,
    elsewhere: null,
  };
}

const noSpans = new Uint8Array(0);

function isSamePlace(a: MessageRow, b: MessageRow): boolean {
  return a.source_id === b.source_id && a.offset === b.offset && a.generation === b.generation && a.nth === b.nth;
}
