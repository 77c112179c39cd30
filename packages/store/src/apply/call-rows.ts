import type { FileTouch, ToolCallFact, ToolResultFact } from '@belfry/core';
import type { Connection } from '../database/connection.ts';
import type { ToolCallRow, ToolResultRow } from '../tables/tool-calls.ts';
import { type BatchContext, takesOver } from './batch-context.ts';
import type { Past } from './elsewhere.ts';
import { entryOf } from './entry-of.ts';
import { toRecordHash } from './record-hash.ts';
import { noResults, summarizeResults } from './result-summary.ts';
import type { SessionDraft } from './session-book.ts';
import { createTouchRows } from './touch-rows.ts';

/** A tool call with its results while a batch is applied. */
export interface CallDraft {
  session: SessionDraft;
  row: ToolCallRow;
  before: ToolCallRow | undefined;
  results: Map<number, ToolResultRow>;
  isDirty: boolean;
  /** Records of results that must be written. */
  dirtyResults: Set<number>;
  /** Where results stood that a better source has now. */
  moved: ToolResultRow[];
  /** What records say of files, where that has to be stored; 0 is the call itself. */
  touches: Map<number, readonly FileTouch[]>;
}

/** Tool calls of one batch, each read once and written once. */
export interface CallBatch {
  add(session: SessionDraft, fact: ToolCallFact): void;
  addResult(session: SessionDraft, fact: ToolResultFact): void;
  /** Loads a call because something about it changed elsewhere; `undefined` when there is none. */
  touch(session: SessionDraft, call: string): CallDraft | undefined;
  /** Writes what changed; returns every call touched. */
  flush(): CallDraft[];
}

export function createCallRows(connection: Connection): (context: BatchContext) => CallBatch {
  const getCall = connection.prepare('SELECT * FROM tool_calls WHERE session_id = ? AND call = ?');
  const getResults = connection.prepare('SELECT * FROM tool_results WHERE session_id = ? AND call = ?');
  const putCall = connection.prepare(
    `INSERT OR REPLACE INTO tool_calls (session_id, call, source_id, generation, offset, message_key, name, kind,
       summary, at, status, finished_at, outcome, added, removed, output_bytes)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
  );
  const putResult = connection.prepare(
    `INSERT OR REPLACE INTO tool_results (session_id, call, record, source_id, generation, offset, length, is_error,
       answers, outcome, at, added, removed, output_bytes) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
  );

  const touchRows = createTouchRows(connection);

  return (context) => {
    const drafts = new Map<number, Map<string, CallDraft>>();

    const find = (session: SessionDraft, call: string): CallDraft | undefined => {
      const calls = entryOf(drafts, session.row.id, () => new Map<string, CallDraft>());
      const known = calls.get(call);
      if (known || session.isFresh) return known;
      const before = getCall.get(session.row.id, call) as ToolCallRow | undefined;
      if (!before) return undefined;
      const results = new Map<number, ToolResultRow>();
      for (const row of getResults.all(session.row.id, call) as ToolResultRow[]) results.set(row.record, row);
      const draft = toDraft(session, { ...before }, before, results);
      calls.set(call, draft);
      return draft;
    };
    const findOrStart = (session: SessionDraft, call: string): CallDraft => {
      const known = find(session, call);
      if (known) return known;
      const draft = toDraft(session, unseenCall(session.row.id, call), undefined, new Map());
      drafts.get(session.row.id)?.set(call, draft);
      return draft;
    };

    return {
      add(session, fact) {
        const draft = findOrStart(session, fact.callId);
        const { row } = draft;
        const { source_id, generation } = row;
        if (row.name !== null && source_id === context.source.id && generation === context.generation) {
          if (fact.span.offset === row.offset) sayTouches(draft, 0, fact.files);
          // A second record of the same call only fills what the first left open.
          const filled = { at: row.at ?? fact.at ?? null, message_key: row.message_key ?? fact.messageKey ?? null };
          if (filled.at === row.at && filled.message_key === row.message_key) return;
          Object.assign(row, filled);
        } else if (row.name === null || takesOver(context, session.row.native, pastOf(source_id, generation))) {
          Object.assign(row, {
            source_id: context.source.id,
            generation: context.generation,
            offset: fact.span.offset,
            message_key: fact.messageKey ?? null,
            name: fact.name,
            kind: fact.kind,
            summary: fact.summary,
            at: fact.at ?? null,
          });
          sayTouches(draft, 0, fact.files);
        } else {
          return;
        }
        draft.isDirty = true;
      },
      addResult(session, fact) {
        const draft = findOrStart(session, fact.callId);
        const record = toRecordHash(fact.record);
        const known = draft.results.get(record);
        if (known && !takesOver(context, session.row.native, pastOf(known.source_id, known.generation))) {
          const isSame = known.source_id === context.source.id && known.generation === context.generation;
          if (isSame && known.offset === fact.span.offset) sayTouches(draft, record, fact.files);
          return;
        }
        sayTouches(draft, record, fact.files);
        if (known) draft.moved.push(known);
        draft.results.set(record, toResult(session.row.id, context, fact, record));
        draft.dirtyResults.add(record);
      },
      touch: (session, call) => find(session, call),
      flush() {
        const touched = [...drafts.values()].flatMap((session) => [...session.values()]);
        for (const draft of touched) write(draft);
        return touched;
      },
    };
  };

  function write(draft: CallDraft): void {
    const { row } = draft;
    for (const record of draft.dirtyResults) {
      const result = draft.results.get(record) as ToolResultRow;
      const { source_id, generation, offset, length, is_error, answers, outcome, at, added, removed } = result;
      putResult.run(row.session_id, row.call, record, source_id, generation, offset, length, is_error, answers,
        outcome, at, added, removed, result.output_bytes); // biome-ignore format: one row
    }
    if (draft.dirtyResults.size > 0) {
      const summary = summarizeResults(draft.results.values());
      draft.isDirty ||= Object.entries(summary).some(([name, value]) => row[name as keyof ToolCallRow] !== value);
      Object.assign(row, summary);
    }
    writeTouches(draft);
    if (!draft.isDirty) return;
    putCall.run(row.session_id, row.call, row.source_id, row.generation, row.offset, row.message_key, row.name,
      row.kind, row.summary, row.at, row.status, row.finished_at, row.outcome, row.added, row.removed,
      row.output_bytes); // biome-ignore format: one row
  }

  function writeTouches({ row, before, touches }: CallDraft): void {
    const isMoved = before !== undefined && (before.at !== row.at || before.name !== row.name);
    if (touches.size > 0 || isMoved) touchRows.write(row, before === undefined, touches);
  }
}

/** Notes what a record says of files; of a call that is new, only when it says something. */
function sayTouches(draft: CallDraft, record: number, files: readonly FileTouch[] = []): void {
  if (files.length > 0 || draft.before !== undefined || draft.touches.has(record)) draft.touches.set(record, files);
}

function toDraft(
  session: SessionDraft,
  row: ToolCallRow,
  before: ToolCallRow | undefined,
  results: Map<number, ToolResultRow>,
): CallDraft {
  return { session, row, before, results, isDirty: !before, dirtyResults: new Set(), moved: [], touches: new Map() };
}

function pastOf(sourceId: number | null, generation: number | null): Past {
  return { sourceId: sourceId ?? -1, generation: generation ?? -1 };
}

/** Holds the place of a call of which only results are known yet. */
function unseenCall(sessionId: number, call: string): ToolCallRow {
  return {
    session_id: sessionId,
    call,
    source_id: null,
    generation: null,
    offset: 0,
    message_key: null,
    name: null,
    kind: null,
    summary: '',
    at: null,
    ...noResults,
  };
}

function toResult(sessionId: number, context: BatchContext, fact: ToolResultFact, record: number): ToolResultRow {
  return {
    session_id: sessionId,
    call: fact.callId,
    record,
    source_id: context.source.id,
    generation: context.generation,
    offset: fact.span.offset,
    length: fact.span.length,
    is_error: Number(fact.isError),
    answers: Number(fact.answers),
    outcome: fact.outcome,
    at: fact.at ?? null,
    added: fact.added ?? null,
    removed: fact.removed ?? null,
    output_bytes: fact.outputBytes,
  };
}
