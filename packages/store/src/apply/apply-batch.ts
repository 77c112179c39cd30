import { BelfryError, type Change, type IngestBatch } from '@belfry/core';
import type { ByteRows } from '../bytes/byte-rows.ts';
import type { PackedSegment } from '../bytes/pack.ts';
import type { Connection } from '../database/connection.ts';
import type { FollowBatch } from '../search/follow-batch.ts';
import { shelves } from '../tables/sessions.ts';
import type { SourceRow } from '../tables/sources.ts';
import { toIssueView } from '../views/issue-view.ts';
import { createChangeBuilder } from './batch-changes.ts';
import type { BatchContext } from './batch-context.ts';
import { checkCursor, createContext, toContext } from './batch-start.ts';
import { type CallDraft, createCallRows } from './call-rows.ts';
import { createClaimRows } from './claim-rows.ts';
import type { ContributionRows } from './contribution-rows.ts';
import { createIssueRows } from './issue-rows.ts';
import { createLeafTitles } from './leaf-titles.ts';
import { createLineage } from './lineage.ts';
import { createMessageRows, type MessageDraft } from './message-rows.ts';
import { createQuotaRows } from './quota-rows.ts';
import { createSessionBooks } from './session-book.ts';
import { countCall, countMessage } from './session-counters.ts';
import { settleSession } from './session-settle.ts';
import { siftPruned } from './sift-pruned.ts';
import type { SourceRows } from './source-rows.ts';
import { allFacets, createFactTaker, type Facets, type FactWriters } from './take-fact.ts';
import { createUsageLedgers } from './usage-ledger.ts';

/** How a batch is applied. */
export interface ApplyOptions {
  /**
   * An import of what was there before: changes carry sessions, quota and issues but no heads of messages and
   * calls, and bytes are compressed at once.
   */
  bulk?: boolean;
  /** `batch.bytes` already compressed by `packBytes`, e.g. in the worker that parsed them; `batch.bytes` is then not looked at. */
  segments?: PackedSegment[];
}

export interface BatchApplier {
  /** Compresses the bytes of a batch where that is due; call before the transaction. */
  prepare(batch: IngestBatch, options: ApplyOptions): PackedSegment[] | undefined;
  /** Must run inside a transaction. */
  apply(batch: IngestBatch, segments: PackedSegment[] | undefined, options: ApplyOptions): AppliedBatch;
  /** Writes the rows of a batch whose bytes and cursor are stored already, inside a transaction. */
  replay(batch: IngestBatch, options: ReplayOptions): Change[];
}

export interface ReplayOptions {
  facets: Facets;
  /** Generation of the batch before it. */
  previous: number;
  /** Sessions to be settled with it, though it says nothing of them. */
  also?: readonly number[];
}

/** What a batch changed, and the row of its source. */
export interface AppliedBatch {
  sourceId: number;
  changes: Change[];
}

export function createBatchApplier(
  connection: Connection,
  sources: SourceRows,
  bytes: ByteRows,
  contributions: ContributionRows,
  follow: FollowBatch,
): BatchApplier {
  const beginBook = createSessionBooks(connection);
  const beginMessages = createMessageRows(connection);
  const beginCalls = createCallRows(connection);
  const beginClaims = createClaimRows(connection, sources.root);
  const beginLedger = createUsageLedgers(connection);
  const beginLeafTitles = createLeafTitles(connection);
  const lineage = createLineage(connection);
  const issues = createIssueRows(connection);
  const storeQuota = createQuotaRows(connection);
  const speaks = (sourceId: number) => contributions.sessionsOf(sourceId).length > 0;
  const changesOf = createChangeBuilder(sources.root, lineage);
  const takeFact = createFactTaker(lineage);

  return {
    prepare(batch, options) {
      if (options.segments) return options.segments;
      const { source, from, to } = batch;
      const isNewGeneration = from?.generation !== to.generation;
      const offset = isNewGeneration ? 0 : from.offset;
      const id = isNewGeneration ? undefined : sources.find(source.machine, source.root, source.path)?.id;
      return bytes.prepare(id, to.generation, offset, batch.bytes, options.bulk ?? false);
    },

    apply(given, prepared, options) {
      const stored = sources.find(given.source.machine, given.source.root, given.source.path);
      checkCursor(given, prepared, stored);
      const context = toContext(given, stored, sources, beginBook());
      const { batch, segments, prunedOffset } = siftPruned(context, given, prepared, stored, speaks);
      if (prunedOffset !== (stored?.pruned_offset ?? 0)) sources.setPruned(context.source.id, prunedOffset);
      keepBytes(context, batch, segments);
      if (prunedOffset > 0) dropPruned(context, stored, prunedOffset);

      return { sourceId: context.source.id, changes: writeRows(context, batch, stored, options.bulk ?? false) };
    },

    replay(batch, options) {
      const { machine, root, path } = batch.source;
      const stored = sources.find(machine, root, path);
      if (!stored) throw new BelfryError('BELFRY_NOT_FOUND', `The archive holds no source ${path}`);
      const place = { id: stored.id, rootId: stored.root_id, previousGeneration: options.previous };
      return writeRows(createContext(batch, place, sources, beginBook()), batch, stored, true, options);
    },
  };

  function writeRows(
    context: BatchContext,
    batch: IngestBatch,
    stored: SourceRow | undefined,
    isBulk: boolean,
    replayed?: ReplayOptions,
  ): Change[] {
    const facets = replayed?.facets ?? allFacets;
    const also = replayed?.also?.map(context.book.byId) ?? [];
    const writers: FactWriters = {
      contributions: contributions.begin(context),
      messages: beginMessages(context),
      calls: beginCalls(context),
      claims: beginClaims(context),
      leafTitles: beginLeafTitles(context),
      quota: [],
      relinked: new Set(),
    };
    for (const fact of batch.facts) takeFact(context, writers, fact, facets);
    for (const bounds of batch.bounds) writers.contributions.bound(context.session(bounds.session), bounds);

    const isNewGeneration = context.previousGeneration !== context.generation;
    if (isNewGeneration && stored) {
      // Also those the new past is silent about: what the old one said of them is old from now on.
      for (const id of contributions.sessionsOf(stored.id)) {
        const session = context.book.byId(id);
        if (!isBulk) writers.messages.touchUnconfirmed(session);
      }
    }
    writers.contributions.flush();
    // What later parts of a session leave of earlier ones must be known before its messages are written.
    const merged = new Map([...context.book.touched()].map((one) => [one, contributions.merge(context, one)] as const));
    for (const [session, { left }] of merged) {
      const anew = writers.contributions.isRewound(session);
      if (left.length > 0 || anew) writers.messages.leave(session, left, anew);
    }
    const messages = writers.messages.flush();
    for (const { session, before, row, isDirty } of messages) {
      if (isDirty) countMessage(session.row, before, row);
    }
    const calls = writers.calls.flush();
    for (const { session, before, row } of calls) countCall(session.row, before, row);
    follow(context, batch.bytes, { messages, calls, end: batch.to.offset, isBulk });
    writers.leafTitles.flush();

    const ledger = beginLedger();
    for (const session of [...context.book.touched()]) {
      const project = session.row.project;
      settleSession(context, session, merged.get(session) ?? contributions.merge(context, session), lineage);
      if (session.row.project !== project && !session.isFresh)
        ledger.moveProject(session, project, session.row.project);
      if (session.row.first_at !== session.before.first_at && !session.isFresh) writers.claims.reelect(session);
    }
    writers.claims.flush(ledger);
    ledger.flush();

    const newIssues = facets.text ? issues.add(context.source.id, context.generation, batch.issues) : [];
    // What is replayed says nothing of the file as it is now.
    const isRead = stored !== undefined && replayed === undefined;
    const ended = isRead && issues.endPassing(context.source.id, batch.to, batch.issues);
    const joined = writers.contributions.newSessions();
    const isRecounted = newIssues.length > 0 || ended || (isNewGeneration && stored !== undefined);
    const recounted = isRecounted
      ? contributions.sessionsOf(context.source.id).map(context.book.byId)
      : joined.filter((session) => stored !== undefined || !session.isFresh);
    for (const { row } of [...recounted, ...also]) row.issues = issues.countOf(row.id);
    const reappeared = stored?.gone === 1 ? contributions.sessionsOf(stored.id).map(context.book.byId) : joined;
    for (const session of reappeared) {
      if (!session.isFresh) session.row.source_gone = Number(contributions.isGone(session.row.id));
    }
    context.book.flush();
    lineage.settleShelves(context, also);
    context.book.flush();

    const sessionChanges = [...context.book.touched()].flatMap((session) => changesOf.session(session));
    const { root, path, agent } = batch.source;
    const changes = [
      ...sessionChanges.filter((change) => change.type === 'session' && change.isNew),
      ...(isBulk ? [] : transcriptChanges(context, writers, messages, calls)),
      ...sessionChanges.filter((change) => change.type === 'session' && !change.isNew),
      ...storeQuota(context, writers.quota).map((sample): Change => ({ type: 'quota', sample })),
      ...newIssues.map((row): Change => ({ type: 'issue', issue: toIssueView(row, { root, path, agent }) })),
    ];
    return changes;
  }

  function keepBytes(context: BatchContext, batch: IngestBatch, segments: PackedSegment[] | undefined): void {
    const { id } = context.source;
    const { from, to, source } = batch;
    const isNewGeneration = context.previousGeneration !== to.generation;
    if (isNewGeneration && from) bytes.keepPending(id, from.generation, from.offset);
    bytes.append(id, to.generation, to.offset - batch.bytes.length, batch.bytes, segments);
    bytes.setPending(id, batch.pending);
    // Documents are rewritten as a whole and nothing points into them: the last one is enough.
    if (!isNewGeneration || source.role !== 'sidecar' || source.format === 'jsonl') return;
    bytes.dropBefore(id, to.generation);
    issues.dropBefore(id, to.generation);
    for (const sessionId of contributions.dropBefore(id, to.generation)) context.book.byId(sessionId);
  }

  /** What was kept before it was known to be of a pruned session. */
  function dropPruned({ source, generation }: BatchContext, stored: SourceRow | undefined, prunedOffset: number): void {
    if (prunedOffset === stored?.pruned_offset) return;
    bytes.dropUpTo(source.id, generation, prunedOffset);
    if (!speaks(source.id)) bytes.dropBefore(source.id, generation);
  }

  /** Heads of messages and calls in the order of their records. */
  function transcriptChanges(
    context: BatchContext,
    writers: FactWriters,
    messages: readonly MessageDraft[],
    calls: readonly CallDraft[],
  ): Change[] {
    for (const { row, before } of [...context.book.touched()]) {
      // A call leads to its subagent from the moment there is something to see.
      const isNewlyShown = before.shelf === shelves.hidden && row.shelf > shelves.hidden;
      if (isNewlyShown)
        for (const { session_id, call } of lineage.callsTo(row)) writers.relinked.add(`${session_id}\n${call}`);
      if (row.parent === null || row.parent_call === null || row.shelf === shelves.hidden) continue;
      if (!isNewlyShown && row.parent === before.parent && row.parent_call === before.parent_call) continue;
      const parent = context.book.peek(row.root_id, row.agent, row.parent);
      if (parent) writers.relinked.add(`${parent.row.id}\n${row.parent_call}`);
    }
    const touched = new Set(calls);
    for (const name of writers.relinked) {
      const [sessionId = '', call = ''] = name.split('\n');
      const draft = writers.calls.touch(context.book.byId(Number(sessionId)), call);
      if (draft) touched.add(draft);
    }
    const placed = [
      ...messages.map((draft) => ({ offset: draft.row.offset, changes: changesOf.message(context, draft) })),
      ...[...touched].map((draft) => ({
        offset: draft.row.offset,
        changes: changesOf.call(draft, writers.relinked.has(`${draft.row.session_id}\n${draft.row.call}`)),
      })),
    ];
    return placed.sort((a, b) => a.offset - b.offset).flatMap(({ changes }) => changes);
  }
}
