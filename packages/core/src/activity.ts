import type { ActivitySign, SessionActivity } from './model/activity.ts';

/** What the archive knows that tells what a session does. Times are ms since 1970 UTC. */
export interface ActivitySigns {
  lastAt?: number;
  pendingCalls: number;
  /** The last record is the model's reply, and no call of it is open. */
  endsInReply: boolean;
  /** Spawned by another session: what has answered its task is at its end, not waiting for the next. */
  isSubagent: boolean;
  /** The call that spawned the session. */
  call?: { status: 'pending' | 'ok' | 'error'; finishedAt?: number };
}

/** A session that wrote something so short a time ago is at work. */
const recentMs = 2 * 60_000;

/**
 * Judges from records alone what a session does at `now`. A call that was answered ends its subagent unless that
 * wrote on afterwards: then it was only sent to the background.
 */
export function judgeActivity(signs: ActivitySigns, now: number): SessionActivity {
  const { lastAt, pendingCalls, endsInReply, call } = signs;
  const isRecent = lastAt !== undefined && Math.abs(now - lastAt) < recentMs;
  const last = { sign: isRecent ? 'recent-record' : 'quiet', ...at(lastAt) } as const;
  if (call !== undefined && call.status !== 'pending' && !wroteAfter(signs)) {
    const isError = call.status === 'error';
    const answer: ActivitySign = isError ? 'call-failed' : 'call-answered';
    return { state: isError ? 'failed' : 'ended', evidence: [{ sign: answer, ...at(call.finishedAt) }] };
  }
  const open = pendingCalls > 0 ? [{ sign: 'open-calls' as const, count: pendingCalls }] : [];
  const spawning = call?.status === 'pending' ? [{ sign: 'call-open' as const }] : [];
  if (endsInReply && pendingCalls === 0 && call?.status !== 'pending') {
    const word = { sign: 'last-word' as const, ...at(lastAt) };
    return { state: signs.isSubagent ? 'ended' : 'idle', evidence: [word] };
  }
  return { state: isRecent ? 'working' : 'unknown', evidence: [last, ...open, ...spawning] };
}

/** Clocks of agent and answer may differ by a moment. */
const sameMomentMs = 2_000;

function wroteAfter({ lastAt, call }: ActivitySigns): boolean {
  if (lastAt === undefined || call?.finishedAt === undefined) return false;
  return lastAt > call.finishedAt + sameMomentMs;
}

function at(atMs: number | undefined): { at?: string } {
  return atMs === undefined || Math.abs(atMs) > 8.64e15 ? {} : { at: new Date(atMs).toISOString() };
}
