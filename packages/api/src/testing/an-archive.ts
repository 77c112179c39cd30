import type { IssueView, MessagePage, SessionDetail, SessionQuery, ToolCallDetail } from '@belfry/core';
import {
  aDiskUsage,
  aFeedPage,
  aFileEditPage,
  aMessagePage,
  anIssueView,
  aSearchPage,
  aSessionDetail,
  aSessionTree,
  aToolCallDetail,
} from '@belfry/core/testing';
import type { ReadPort } from '../ports/read-port.ts';

export interface AnArchive extends ReadPort {
  /** What was asked, newest last. */
  asked: unknown[];
}

export interface ArchiveContent {
  sessions?: SessionDetail[];
  page?: MessagePage;
  calls?: ToolCallDetail[];
  issues?: IssueView[];
  image?: { mediaType: string; bytes: Uint8Array };
}

/** A read port over a few rows in memory, for tests of what the routes do with questions and answers. */
export function anArchive({
  sessions = [aSessionDetail()],
  page = aMessagePage(),
  calls = [aToolCallDetail()],
  issues = [anIssueView()],
  image,
}: ArchiveContent = {}): AnArchive {
  const asked: unknown[] = [];
  const ask = <T>(question: unknown, answer: T): Promise<T> => {
    asked.push(question);
    return Promise.resolve(answer);
  };
  const has = (id: string) => sessions.some((session) => session.id === id);
  const names = [{ name: 'engine', sessions: sessions.length, lastAt: '2026-01-02T03:01:00.000Z' }];

  return {
    asked,
    sessions: (query: SessionQuery) => ask(query, { items: sessions, total: sessions.length }),
    sessionFacets: (query, bounds) =>
      ask(query, {
        agents: names,
        projects: names,
        branches: [{ name: 'main', sessions: sessions.length }],
        has: { error: 0, children: 0, sourceGone: 0, issues: 0 },
        spans: bounds.slice(1).map(() => sessions.length),
      }),
    session: (id) =>
      ask(
        id,
        sessions.find((session) => session.id === id),
      ),
    messages: (query) => ask(query, has(query.sessionId) ? { ...page, sessionId: query.sessionId } : undefined),
    toolCalls: (id, query) => ask(query, has(id) ? { items: calls, total: calls.length } : undefined),
    toolCall: (id, callId) => ask(callId, has(id) ? calls.find((call) => call.callId === callId) : undefined),
    image: (id, key, index) => ask({ key, index }, has(id) ? image : undefined),
    rawRecords: (id, key) =>
      ask(
        key,
        has(id) && [...page.messages.map((message) => message.key), ...calls.map((call) => call.callId)].includes(key)
          ? [{ source: '/a.jsonl', generation: 1, offset: 0, length: 15, text: '{"type":"user"}', cut: false }]
          : undefined,
      ),
    search: (query) => ask(query, query.session === undefined || has(query.session) ? aSearchPage() : undefined),
    children: (id) => ask(id, has(id) ? sessions.filter(({ parentId }) => parentId === id) : undefined),
    sessionTree: (id, query) => ask(query, has(id) ? aSessionTree() : undefined),
    feed: (query) => ask(query, aFeedPage()),
    edits: (query) => ask(query, query.session === undefined || has(query.session) ? aFileEditPage() : undefined),
    projects: () => ask('projects', names),
    agents: () => ask('agents', names),
    machines: () => ask('machines', names),
    disk: (query) => ask(query, aDiskUsage()),
    stats: () =>
      ask('stats', {
        sessions: 1,
        subagents: 0,
        messages: 4,
        toolCalls: 1,
        requests: 2,
        sources: 1,
        sourcesGone: 0,
        sourceBytes: 4_096,
        archiveBytes: 1_024,
        issues: 0,
        agents: names,
      }),
    issues: (query) => ask(query, { items: issues, total: issues.length }),
  };
}
