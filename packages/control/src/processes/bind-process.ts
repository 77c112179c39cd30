import type { AgentProcess } from './agent-process.ts';

/** A session somebody may be working on, as its transcript tells. */
export interface OpenSession {
  agent: string;
  /** Native id. */
  session: string;
  /** Where it was begun, and where its last record was written. */
  cwds: readonly string[];
  /** Absolute paths of its transcripts. */
  files: readonly string[];
  /** Of its first and last record, ms since 1970 UTC. */
  firstAtMs: number;
  lastAtMs: number;
}

/** What can be seen of a process besides its row. */
export interface ProcessSigns {
  cwd?: string;
  /** Files it holds open. */
  open: readonly string[];
  /** Native id of the session its agent itself notes for this process. */
  noted?: string;
}

/** A record of a session may be written a moment before the system says its process began. */
const slackMs = 5_000;

/**
 * Which session a process works on, most telling first: what its agent noted, a transcript it holds open, its arguments,
 * the only session of its directory with records since it began. `undefined` when several could be meant: a guess among
 * them would tell one session's end as another's.
 */
export function bindProcess(
  process: AgentProcess,
  { cwd, open, noted }: ProcessSigns,
  sessions: readonly OpenSession[],
): string | undefined {
  if (noted !== undefined) return noted;
  const own = sessions.filter(({ agent }) => agent === process.agent);
  const held = own.filter(({ files }) => files.some((file) => open.includes(file)));
  if (held.length > 0) return held.length === 1 ? held[0]?.session : undefined;
  if (process.session !== undefined) return process.session;
  if (cwd === undefined) return undefined;
  const near = own.filter(({ cwds, lastAtMs }) => cwds.includes(cwd) && lastAtMs >= process.startedAtMs - slackMs);
  const begun = near.filter(({ firstAtMs }) => firstAtMs >= process.startedAtMs - slackMs);
  const candidates = begun.length > 0 ? begun : near;
  return candidates.length === 1 ? candidates[0]?.session : undefined;
}
