import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { AgentProcess } from '@belfry/control';
import { type AgentEnvironment, agents } from '@belfry/ingest';

/** A note is written a moment after the process began; an older one is of another that had its number. */
const slackMs = 5_000;

/** Reads which session an agent itself says its process works on. */
export function createProcessNotes(
  environment: AgentEnvironment,
): (process: AgentProcess) => Promise<string | undefined> {
  return async ({ agent: id, pid, startedAtMs }) => {
    const agent = agents.find((one) => one.id === id);
    const note = agent?.hooks?.processNote;
    if (agent === undefined || note === undefined) return undefined;
    for (const { path } of agent.roots(environment)) {
      try {
        const said = note.read(JSON.parse(await readFile(join(path, note.path(pid)), 'utf8')));
        if (said?.pid === pid && said.startedAtMs >= startedAtMs - slackMs) return said.session;
      } catch {
        // None in this place, or just being written: the next look reads it.
      }
    }
    return undefined;
  };
}
