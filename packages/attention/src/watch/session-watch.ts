import type { Fact, SessionView, SideFact, ToolCallFact, ToolKind, ToolResultFact } from '@belfry/core';

/** A call that was answered, as far as rules look at it. */
export interface DoneCall {
  at: number;
  name: string;
  summary: string;
  isError: boolean;
  kind: ToolKind;
  outputBytes: number;
  /** What it changed, for calls that change one file. */
  path?: string;
  added?: number;
  removed?: number;
}

export interface RunningCall {
  callId: string;
  name: string;
  kind: ToolKind;
  summary: string;
  at: number;
  path?: string;
}

/** What rules remember of a session beside its state: plain JSON, bounded. Times are ms since 1970 UTC. */
export interface SessionWatch {
  sessionId: string;
  agent: string;
  project?: string;
  running: RunningCall[];
  /** Latest last. */
  done: DoneCall[];
  apiErrorsAt: number[];
  permissionMode?: string;
  /** Since when no permission is asked for. */
  bypassSince?: number;
  context?: { tokens: number; window: number };
  costMicros?: number;
  humanAt?: number;
  lastWorkAt?: number;
  /** Its directory has changes nobody has saved, and when a checkpoint of it was last taken. */
  workTree?: { at: number; isDirty: boolean; checkpointAt?: number };
}

/** A finished list of calls is cut to so many. */
const keptCalls = 40;
const keptRunning = 32;
const keptErrors = 16;

export function beginWatch(sessionId: string, agent: string): SessionWatch {
  return { sessionId, agent, running: [], done: [], apiErrorsAt: [] };
}

/** Modes in which an agent does what it likes. */
const bypass = /^(?:bypassPermissions$|never\/danger-full-access)/;

function isBypass(mode: string | undefined): boolean {
  return mode !== undefined && bypass.test(mode);
}

export function watchFact(watch: SessionWatch, fact: Fact, now: number): SessionWatch {
  const at = 'at' in fact && fact.at !== undefined ? fact.at : now;
  switch (fact.type) {
    case 'session':
      return watchMode(watch, fact.patch.permissionMode, now);
    case 'message':
      if (fact.inherited) return watch;
      if (fact.variant === 'compaction' || fact.variant === 'summary') return { ...watch, lastWorkAt: at, running: [] };
      if (fact.variant === 'error') return { ...watch, apiErrorsAt: [...watch.apiErrorsAt, at].slice(-keptErrors) };
      return fact.variant === 'prompt' || fact.variant === 'queued'
        ? { ...watch, humanAt: at }
        : { ...watch, lastWorkAt: at };
    case 'tool-call':
      return begunCall(watch, fact, at);
    case 'tool-result':
      return doneCall(watch, fact, at);
    case 'turn':
      return fact.mark === 'asks' ? watch : { ...watch, running: [] };
    default:
      return watch;
  }
}

export function watchSide(watch: SessionWatch, fact: SideFact): SessionWatch {
  if (fact.type === 'hook') {
    const noted = watchMode(watch, fact.permissionMode, fact.at);
    if (fact.kind === 'prompted') return { ...noted, humanAt: fact.at };
    const isOver = fact.kind === 'turn-ended' || fact.kind === 'turn-failed' || fact.kind === 'session-ended';
    return isOver ? { ...noted, running: [] } : noted;
  }
  if (fact.type === 'process') return fact.what === 'gone' ? { ...watch, running: [] } : watch;
  if (fact.type !== 'status-line') return watch;
  const { contextTokens: tokens, contextWindow: window, contextPercent: percent, costMicros } = fact;
  const filled = tokens ?? (percent === undefined ? undefined : ((window ?? 100) * percent) / 100);
  const context =
    filled === undefined ? watch.context : { tokens: filled, window: window ?? watch.context?.window ?? 100 };
  return {
    ...watch,
    ...(context === undefined ? {} : { context }),
    ...(costMicros === undefined ? {} : { costMicros }),
  };
}

/** What lists know of a session. */
export function watchView(watch: SessionWatch, view: SessionView): SessionWatch {
  const { project, contextTokens: tokens, contextWindow: window } = view;
  const context = tokens === undefined || window === undefined ? watch.context : { tokens, window };
  return { ...watch, project, ...(context === undefined ? {} : { context }) };
}

function watchMode(watch: SessionWatch, mode: string | undefined, at: number): SessionWatch {
  if (mode === undefined || mode === watch.permissionMode) return watch;
  const { bypassSince, ...rest } = watch;
  return { ...rest, permissionMode: mode, ...(isBypass(mode) ? { bypassSince: bypassSince ?? at } : {}) };
}

function begunCall(
  watch: SessionWatch,
  { callId, name, kind, summary, files }: ToolCallFact,
  at: number,
): SessionWatch {
  if (watch.running.some((call) => call.callId === callId)) return watch;
  const [file] = files ?? [];
  const call = { callId, name, kind, summary, at, ...(file === undefined ? {} : { path: file.path }) };
  return { ...watch, lastWorkAt: at, running: [...watch.running, call].slice(-keptRunning) };
}

function doneCall(watch: SessionWatch, fact: ToolResultFact, at: number): SessionWatch {
  const call = watch.running.find(({ callId }) => callId === fact.callId);
  if (call === undefined || !fact.answers) return watch;
  const { name, kind, summary, path } = call;
  const { added, removed, isError, outputBytes } = fact;
  const done: DoneCall = {
    at,
    name,
    kind,
    summary,
    isError,
    outputBytes,
    ...(path === undefined ? {} : { path }),
    ...(added === undefined ? {} : { added }),
    ...(removed === undefined ? {} : { removed }),
  };
  return {
    ...watch,
    lastWorkAt: at,
    running: watch.running.filter((one) => one !== call),
    done: [...watch.done, done].slice(-keptCalls),
  };
}
