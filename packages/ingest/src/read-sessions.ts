import { hostname } from 'node:os';
import { resolve } from 'node:path';
import { agents as allAgents } from './agents/registry.ts';
import { discoverSources, sortNewestFirst } from './discover.ts';
import { hostEnvironment } from './host-environment.ts';
import { identifySource } from './identify-source.ts';
import type { PlaceOptions } from './place.ts';
import { hasContent, readAgentSessions } from './sessions/agent-sessions.ts';
import { electRequests } from './sessions/elect-requests.ts';
import type { FoldedSession } from './sessions/folded-session.ts';
import { createPlaceReader } from './sessions/place-reader.ts';
import type { SessionRecord } from './sessions/session-record.ts';
import { toSessionRecord } from './sessions/to-session-record.ts';

export type ReadSessionsOptions = Partial<PlaceOptions>;

/**
 * Every session of every agent on this machine, newest first for each agent. Needs no archive: reads all files of an
 * agent, then hands out its sessions, each with its messages read at that moment. Every token counts once over all
 * sessions in `countedTokens`.
 *
 * @example
 * for await (const session of readSessions()) {
 *   console.log(session.title, session.countedTokens.output);
 * }
 */
export async function* readSessions(options: ReadSessionsOptions = {}): AsyncGenerator<SessionRecord> {
  const { agents = allAgents, environment = hostEnvironment(), machine = hostname(), extraRoots = {} } = options;
  const { sources } = await discoverSources({ agents, environment, machine, extraRoots });
  for (const agent of agents) {
    // Oldest first, so that a session continued in another file is in order.
    const own = sortNewestFirst(sources.filter(({ ref }) => ref.agent === agent.id)).reverse();
    const sessions = readAgentSessions(agent, own);
    const election = electRequests(sessions.values());
    const reader = createPlaceReader(own);
    for (const session of [...sessions.values()].filter(hasContent).sort(byNewest)) {
      yield toSessionRecord(agent, session, election, reader.read);
      reader.release();
    }
  }
}

/**
 * The session a file holds, wherever the file lies; the one with most messages when it holds several.
 * `undefined` when no agent knows the file. Side files are not looked for.
 * @throws BELFRY_SOURCE_UNREADABLE
 */
export function readSession(
  path: string,
  options: Pick<ReadSessionsOptions, 'agents'> = {},
): SessionRecord | undefined {
  const file = resolve(path);
  const identified = identifySource(file, options.agents ?? allAgents, 'here');
  if (!identified) return undefined;
  const source = { ref: identified.ref, file };
  const sessions = readAgentSessions(identified.agent, [source]);
  const [largest] = [...sessions.values()].filter(hasContent).sort((a, b) => b.messages.size - a.messages.size);
  if (!largest) return undefined;
  const reader = createPlaceReader([source]);
  try {
    return toSessionRecord(identified.agent, largest, electRequests(sessions.values()), reader.read);
  } finally {
    reader.release();
  }
}

function byNewest(a: FoldedSession, b: FoldedSession): number {
  return (b.lastAt ?? 0) - (a.lastAt ?? 0) || (a.native < b.native ? -1 : 1);
}
