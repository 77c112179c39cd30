import { type Fact, findLeft, type IngestBatch } from '@belfry/core';
import type { AgentDefinition } from '../agent.ts';
import { readSource } from '../read-source.ts';
import type { FoundSource } from '../walk-place.ts';
import { createFoldedSession, type FoldedSession, foldFact } from './folded-session.ts';

/** Sessions of one agent by native id, from what its files say. */
export type AgentSessions = Map<string, FoldedSession>;

/** Reads sources and adds up their facts. What cannot be read is left out. */
export function readAgentSessions(
  agent: AgentDefinition,
  sources: Iterable<Pick<FoundSource, 'ref' | 'file'>>,
): AgentSessions {
  const sessions: AgentSessions = new Map();
  const leafTitles: Extract<Fact, { type: 'leaf-title' }>[] = [];
  const sessionOf = (native: string) => {
    const known = sessions.get(native) ?? createFoldedSession(native);
    sessions.set(native, known);
    return known;
  };
  for (const { ref, file } of sources) {
    for (const batch of readSource({ agent }, ref, undefined)) {
      for (const fact of batch.facts) {
        foldFact(sessionOf(fact.session), file, fact);
        if (fact.type === 'leaf-title') leafTitles.push(fact);
      }
      widen(batch, sessionOf);
    }
  }
  nameLeaves(sessions, leafTitles);
  linkChildren(sessions);
  for (const session of sessions.values()) if (session.rewinds.size > 0) markLeft(session);
  return sessions;
}

function widen(batch: IngestBatch, sessionOf: (native: string) => FoldedSession): void {
  for (const { session, firstAt, lastAt } of batch.bounds) {
    const folded = sessionOf(session);
    folded.firstAt = Math.min(folded.firstAt ?? firstAt, firstAt);
    folded.lastAt = Math.max(folded.lastAt ?? lastAt, lastAt);
  }
}

/** Gives each title to the session that holds the record it names. */
function nameLeaves(sessions: AgentSessions, titles: readonly { leaf: string; text: string }[]): void {
  if (titles.length === 0) return;
  const holders = new Map<string, FoldedSession>();
  for (const session of sessions.values()) {
    for (const { records } of session.messages.values()) for (const record of records) holders.set(record, session);
  }
  for (const { leaf, text } of titles) holders.get(leaf)?.titles.set('summary', text);
}

function linkChildren(sessions: AgentSessions): void {
  for (const session of sessions.values()) {
    for (const [callId, child] of session.links) {
      const folded = sessions.get(child);
      if (folded) folded.parent ??= { session: session.native, relation: 'subagent', callId };
    }
  }
}

/** Marks what later parts of a session left of earlier ones. */
function markLeft(session: FoldedSession): void {
  const files = [...session.files];
  const offsets = findLeft(
    session.native,
    files.map((file) => ({ rewind: session.rewinds.get(file) })),
  );
  const left = new Map(files.map((file, index) => [file, offsets[index]]));
  for (const message of session.messages.values()) {
    const [first] = message.places;
    const from = first && left.get(first.file);
    if (from !== undefined && first && first.span.offset >= from) message.abandoned = true;
  }
}

/** Whether anything was said in it, or spent: side files also mention sessions whose transcript is gone. */
export function hasContent(session: FoldedSession): boolean {
  return session.messages.size > 0 || session.requests.size > 0;
}
