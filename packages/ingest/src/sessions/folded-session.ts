import type {
  Fact,
  MessageFact,
  RequestFact,
  Rewind,
  SessionFact,
  Span,
  ToolCallFact,
  ToolResultFact,
} from '@belfry/core';

/** Where a record of a message lies. */
export interface MessagePlace {
  file: string;
  span: Span;
}

export interface FoldedMessage {
  head: MessageFact;
  records: Set<string>;
  places: MessagePlace[];
  abandoned: boolean;
}

type Parent = NonNullable<SessionFact['patch']['parent']>;
type TitleSource = NonNullable<SessionFact['patch']['title']>['source'];

/** What the facts of one session add up to; texts are places in files, not copies. */
export interface FoldedSession {
  native: string;
  files: Set<string>;
  /** By file. */
  rewinds: Map<string, Rewind>;
  titles: Map<TitleSource, string>;
  cwd?: string;
  branch?: string;
  models: Set<string>;
  versions: Set<string>;
  parent?: Parent;
  firstAt?: number;
  lastAt?: number;
  messages: Map<string, FoldedMessage>;
  calls: Map<string, ToolCallFact>;
  /** By call; a result may come before its call, or without one. */
  results: Map<string, ToolResultFact>;
  links: Map<string, string>;
  requests: Map<string, RequestFact>;
}

export function createFoldedSession(native: string): FoldedSession {
  return {
    native,
    files: new Set(),
    rewinds: new Map(),
    titles: new Map(),
    models: new Set(),
    versions: new Set(),
    messages: new Map(),
    calls: new Map(),
    results: new Map(),
    links: new Map(),
    requests: new Map(),
  };
}

/** Adds one fact of `file` to its session; facts of one file come in file order. */
export function foldFact(session: FoldedSession, file: string, fact: Fact): void {
  session.files.add(file);
  switch (fact.type) {
    case 'session':
      foldPatch(session, file, fact.patch);
      break;
    case 'message':
      foldMessage(session, file, fact);
      break;
    case 'tool-call':
      if (!session.calls.has(fact.callId)) session.calls.set(fact.callId, fact);
      break;
    case 'tool-result':
      // A result that answers outweighs one that only adds detail.
      if (fact.answers || !session.results.has(fact.callId)) session.results.set(fact.callId, fact);
      break;
    case 'link':
      session.links.set(fact.callId, fact.child);
      break;
    case 'request':
      foldRequest(session, fact);
      break;
    case 'abandon':
      for (const message of session.messages.values()) {
        const first = message.places[0];
        if (first?.file === file && first.span.offset >= fact.from && first.span.offset < fact.to)
          message.abandoned = true;
      }
      break;
    case 'quota':
    case 'leaf-title':
    case 'turn':
      break;
  }
}

function foldPatch(session: FoldedSession, file: string, patch: SessionFact['patch']): void {
  session.cwd ??= patch.cwd;
  if (patch.rewind !== undefined && !session.rewinds.has(file)) session.rewinds.set(file, patch.rewind);
  if (patch.branch !== undefined) session.branch = patch.branch;
  if (patch.version !== undefined) session.versions.add(patch.version);
  if (patch.model !== undefined) session.models.add(patch.model);
  if (patch.parent !== undefined) session.parent = { ...patch.parent, ...session.parent };
  if (patch.title === undefined) return;
  const { source, text } = patch.title;
  if (source !== 'prompt' || !session.titles.has(source)) session.titles.set(source, text);
}

function foldMessage(session: FoldedSession, file: string, fact: MessageFact): void {
  const known = session.messages.get(fact.key);
  if (!known) {
    const places = [{ file, span: fact.span }];
    session.messages.set(fact.key, { head: fact, records: new Set([fact.record]), places, abandoned: false });
    return;
  }
  if (known.records.has(fact.record)) return;
  known.records.add(fact.record);
  known.places.push({ file, span: fact.span });
  known.head = {
    ...known.head,
    preview: known.head.preview || fact.preview,
    ...(known.head.at === undefined ? { at: fact.at } : {}),
  };
}

/** Of the records that repeat a request the one with the most output says it all: earlier ones are unfinished. */
function foldRequest(session: FoldedSession, fact: RequestFact): void {
  const known = session.requests.get(fact.key);
  if (!known || fact.tokens.output > known.tokens.output) {
    session.requests.set(fact.key, { ...fact, at: known?.at ?? fact.at, owner: fact.owner ?? known?.owner });
  }
}
