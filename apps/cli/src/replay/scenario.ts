import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Happening } from '@belfry/attention';
import type { Fact, HookKind, SourceRef } from '@belfry/core';
import { readFacts } from './read-transcript.ts';

/** A line of `events.jsonl`: what reached the recorder, and when. */
export interface RecordedEvent {
  at: number;
  kind: string;
  session: string;
  agent: string;
  pid?: number;
  /** Bytes of the transcript that were there. */
  fileSize?: number;
  path?: string;
  hook?: string;
  parent?: string;
}

export interface Scenario {
  events: RecordedEvent[];
  happenings: Happening[];
  /** Sessions of whose transcript the recording has only the sizes. */
  withoutText: string[];
}

const agentIds: Readonly<Record<string, string>> = { 'claude-code': 'claude', codex: 'codex' };

/** Whether a directory is a recording that `readScenario` understands. */
export function isScenario(dir: string): boolean {
  return existsSync(join(dir, 'events.jsonl')) && existsSync(join(dir, 'transcript.jsonl'));
}

/** Reads a recording: `events.jsonl` says when how many bytes of `transcript.jsonl` were there, and what else was heard. */
export function readScenario(dir: string): Scenario {
  const events = readEvents(join(dir, 'events.jsonl'));
  const bytes = readFileSync(join(dir, 'transcript.jsonl'));
  const transcripts = cutTranscripts(events, bytes);
  const feeds = new Map<string, Feed>();
  for (const [session, part] of transcripts) feeds.set(session, createFeed(events, session, part));
  const happenings = events.flatMap((event) => toHappenings(event, feeds.get(event.session)));
  const withoutText = [...new Set(events.filter(isGrowth).map(({ session }) => session))].filter(
    (session) => !transcripts.has(session) && !session.startsWith('proc-'),
  );
  return { events, happenings, withoutText };
}

function readEvents(file: string): RecordedEvent[] {
  const agents = new Map<string, string>();
  const names = new Map<string, string>();
  const events: RecordedEvent[] = [];
  for (const line of readFileSync(file, 'utf8').split('\n')) {
    if (line.trim() === '') continue;
    const value = JSON.parse(line) as Record<string, unknown>;
    const told = String(value.session_id ?? '');
    const path = typeof value.transcript_path === 'string' ? value.transcript_path : undefined;
    if (path !== undefined) names.set(told, nativeId(told, path));
    const session = names.get(told) ?? told;
    if (typeof value.adapter === 'string') agents.set(session, agentIds[value.adapter] ?? value.adapter);
    events.push({
      at: Date.parse(String(value.ts)),
      kind: String(value.kind),
      session,
      agent: agents.get(session) ?? 'claude',
      ...(typeof value.pid === 'number' && { pid: value.pid }),
      ...(typeof value.file_size === 'number' && { fileSize: value.file_size }),
      ...(path !== undefined && { path }),
      ...(typeof value.hook_name === 'string' && { hook: value.hook_name }),
      ...(typeof value.parent_session_id === 'string' && { parent: value.parent_session_id }),
    });
  }
  return events.sort((a, b) => a.at - b.at);
}

/** Subagents are recorded by the names of their files. */
function nativeId(told: string, path: string): string {
  const below = /\/([^/]+)\/subagents\/(?:.*\/)?agent-([^/]+)\.jsonl$/.exec(path);
  return below === null ? told : `${below[1]}/${below[2]}`;
}

const isGrowth = ({ kind }: RecordedEvent) => kind === 'transcript_activity' || kind === 'transcript_new';

/**
 * One file may hold the transcripts of several sessions, one behind the other in the order they appeared in, or the same
 * one twice.
 */
function cutTranscripts(events: readonly RecordedEvent[], bytes: Buffer): Map<string, Buffer> {
  const sizes = new Map<string, number>();
  for (const { session, fileSize = 0 } of events.filter(isGrowth)) {
    if (!session.startsWith('proc-')) sizes.set(session, Math.max(sizes.get(session) ?? 0, fileSize));
  }
  const sum = [...sizes.values()].reduce((total, size) => total + size, 0);
  const parts = new Map<string, Buffer>();
  if (sum === bytes.length) {
    let from = 0;
    for (const [session, size] of sizes) {
      parts.set(session, bytes.subarray(from, from + size));
      from += size;
    }
    return parts;
  }
  const only = sizes.size === 1 ? [...sizes.keys()][0] : undefined;
  const same = [...sizes].find(([, size]) => size === bytes.length)?.[0];
  const whole = same ?? only;
  if (whole !== undefined) parts.set(whole, bytes.subarray(0, same === undefined ? sizes.get(whole) : bytes.length));
  return parts;
}

/** Hands out the facts of a transcript as far as it had grown. */
interface Feed {
  upTo(size: number): Fact[];
}

function createFeed(events: readonly RecordedEvent[], session: string, bytes: Buffer): Feed {
  const event = events.find((one) => one.session === session && one.path !== undefined);
  const [root = '/', path = 'transcript.jsonl'] = splitPath(event?.path ?? '');
  const source: SourceRef = {
    machine: 'recording',
    root,
    path,
    agent: event?.agent ?? 'claude',
    format: 'jsonl',
    role: 'transcript',
    session,
  };
  // A rollout is recorded by the name of its file.
  const named = (fact: Fact): Fact => (source.agent === 'codex' ? { ...fact, session } : fact);
  const facts = readFacts(source, bytes).map(named);
  let next = 0;
  return {
    upTo(size) {
      const from = next;
      for (let fact = facts[next]; fact !== undefined && fact.span.offset < size; fact = facts[next]) next += 1;
      return facts.slice(from, next);
    },
  };
}

function splitPath(path: string): [root: string, path: string] | [] {
  const below = /^(.*\/\.(?:claude|codex))\/(.+)$/.exec(path);
  return below?.[1] === undefined || below[2] === undefined ? [] : [below[1], below[2]];
}

const hookKinds: Readonly<Record<string, HookKind>> = {
  SessionStart: 'session-started',
  SessionEnd: 'session-ended',
  UserPromptSubmit: 'prompted',
  PreToolUse: 'tool-started',
  PostToolUse: 'tool-finished',
  PostToolUseFailure: 'tool-failed',
  PermissionRequest: 'permission-asked',
  PermissionDenied: 'permission-denied',
  Stop: 'turn-ended',
  StopFailure: 'turn-failed',
  SubagentStart: 'subagent-started',
  SubagentStop: 'subagent-ended',
};

function toHappenings(event: RecordedEvent, feed: Feed | undefined): Happening[] {
  const { at, kind, session, agent, pid, hook, parent, fileSize } = event;
  const base = { agent, session, at };
  switch (kind) {
    case 'presession_created':
    case 'transcript_new':
    case 'transcript_activity': {
      const born: Fact[] = [{ type: 'session', session, span: { offset: 0, length: 0 }, patch: {} }];
      const grown = fileSize === undefined ? [] : (feed?.upTo(fileSize) ?? unread(event));
      return [{ at, agent, facts: [...born, ...grown] }];
    }
    case 'parent_linked': {
      const patch = { parent: { session: parent ?? '', relation: 'subagent' as const } };
      return [{ at, agent, facts: [{ type: 'session', session, span: { offset: 0, length: 0 }, patch }] }];
    }
    case 'pid_discovered':
      return [{ at, side: { type: 'process', ...base, pid: pid ?? 0, what: 'seen' } }];
    case 'process_exited':
      return [{ at, side: { type: 'process', ...base, pid: pid ?? 0, what: 'gone' } }];
    case 'hook_received':
      return [{ at, side: { type: 'hook', ...base, kind: hookKinds[hook ?? ''] ?? 'other', event: hook ?? '' } }];
    default:
      return [];
  }
}

/** What was seen to have grown was written a moment before. */
const seenAfterMs = 100;

/** A record nobody kept: the session wrote something. */
function unread({ session, at: seenAt, fileSize = 0 }: RecordedEvent): Fact[] {
  const record = `@${fileSize}`;
  const at = seenAt - seenAfterMs;
  const span = { offset: fileSize, length: 0 };
  return [
    { type: 'message', session, span, key: record, record, role: 'assistant', variant: 'reply', at, preview: '' },
  ];
}
