import { fromSessionId, type SessionView } from '@belfry/core';

/** How each agent is asked to go on with a session of its own. */
const resume: Readonly<Record<string, (native: string) => string>> = {
  claude: (native) => `claude --resume ${native}`,
  codex: (native) => `codex resume ${native}`,
  opencode: (native) => `opencode --session ${native}`,
};

/**
 * A shell line that resumes a session in its directory; `undefined` where the agent has no such command, and
 * for subagents, which only their parent can go on with.
 */
export function resumeCommand(session: Pick<SessionView, 'id' | 'cwd' | 'relation'>): string | undefined {
  const named = fromSessionId(session.id);
  const command = named === undefined ? undefined : resume[named.agent];
  if (named === undefined || command === undefined || session.relation === 'subagent') return undefined;
  if (!/^[\w.-]+$/.test(named.native)) return undefined;
  return session.cwd === undefined ? command(named.native) : `cd ${quote(session.cwd)} && ${command(named.native)}`;
}

/** One word of a POSIX shell. */
function quote(text: string): string {
  return /^[\w@%+=:,./-]+$/.test(text) ? text : `'${text.replaceAll("'", `'\\''`)}'`;
}
