import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { type PaneRow, paneFormat, parsePaneList } from './pane-list.ts';

/** The user's own tmux, read only. Without tmux, or when none runs, there are no panes. */
export interface PaneReader {
  list(): Promise<PaneRow[]>;
  /** What is on the screen; `undefined` when the pane is gone. */
  capture(pane: string): Promise<string | undefined>;
}

/** `env`: what tmux is run with; `TMUX_TMPDIR` there says where the servers are. The default one is read. */
export function readPanes(env: Readonly<Record<string, string | undefined>>): PaneReader {
  // Of a belfry that was started inside another server.
  const { TMUX: _, ...own } = env;
  const tmux = async (...args: string[]): Promise<string | undefined> => {
    try {
      const { stdout } = await promisify(execFile)('tmux', args, { env: own, timeout: 2_000 });
      return stdout;
    } catch {
      // No tmux, no server, or no such pane: nothing to see is no error.
      return undefined;
    }
  };
  return {
    list: async () => parsePaneList((await tmux('list-panes', '-a', '-F', paneFormat)) ?? ''),
    capture: (pane) => tmux('capture-pane', '-p', '-t', pane),
  };
}
