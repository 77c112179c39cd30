import type { ProcessNote } from '../../agent-hooks.ts';
import { sessionId } from '../hook-payload.ts';
import { count, isObject, timeMs } from '../raw-fields.ts';

/** `sessions/<pid>.json`, which Claude Code writes while it runs and takes away when it ends in order. */
export const claudeProcessNote = {
  path: (pid: number): string => `sessions/${pid}.json`,
  read(note: unknown): ProcessNote | undefined {
    if (!isObject(note)) return undefined;
    const [pid, session, startedAtMs] = [count(note, 'pid'), sessionId(note, 'sessionId'), timeMs(note, 'startedAt')];
    if (pid === undefined || session === undefined || startedAtMs === undefined) return undefined;
    return { pid, session, startedAtMs };
  },
};
