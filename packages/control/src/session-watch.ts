import type { Clock, Logger, PaneFact, ProcessFact } from '@belfry/core';
import { toBelfryError } from '@belfry/core';
import type { PaneRow } from './panes/pane-list.ts';
import type { PaneReader } from './panes/read-panes.ts';
import { readScreen } from './panes/read-screen.ts';
import type { AgentProcess } from './processes/agent-process.ts';
import { bindProcess, type OpenSession } from './processes/bind-process.ts';
import type { ProcessTable } from './processes/process-table.ts';

export interface SessionWatchOptions {
  table: ProcessTable;
  panes: PaneReader;
  /** Sessions somebody may be working on; none: nothing is looked at. */
  sessions(): readonly OpenSession[];
  /** Native id of the session that the agent itself notes for a process. */
  noted(process: AgentProcess): Promise<string | undefined>;
  onFact(fact: ProcessFact | PaneFact): void;
  clock: Clock;
  logger: Logger;
  /** Between two looks; default 2,000. */
  everyMs?: number;
}

/** Weaker evidence than hooks and transcripts: what runs, and what terminals show. */
export interface SessionWatch {
  /** Looks once; for tests, and for whoever does not want to wait. */
  look(): Promise<void>;
  /** There may be a session to look for now: looks at intervals until there is nothing to see any more. */
  wake(): void;
  stop(): Promise<void>;
}

/** What was told of a process last. */
interface Seen {
  agent: string;
  session: string;
  pane?: string;
  screen?: string;
}

/** Looks left out of so many while nothing is live. */
const restLooks = 15;

/** Looks only while there are sessions to look for, or processes whose end is to be told. */
export function createSessionWatch(options: SessionWatchOptions): SessionWatch {
  const { table, panes, sessions, noted, onFact, clock, logger, everyMs = 2_000 } = options;
  const seen = new Map<number, Seen>();
  let rested = 0;
  let isStopped = false;
  let timer: NodeJS.Timeout | undefined;
  let running: Promise<void> | undefined;

  const lookAtAll = async () => {
    const open = sessions();
    if (open.length === 0 && seen.size === 0) rest();
    if (open.length === 0 && isRest()) return;
    const processes = await table.agents();
    for (const pid of [...seen.keys()]) if (!processes.some((process) => process.pid === pid)) tellGone(pid);
    const bound: AgentProcess[] = [];
    for (const process of processes) if (await bind(process, open)) bound.push(process);
    if (bound.length > 0 && open.length > 0) await lookAtPanes(bound, await panes.list());
  };

  /** Without a session that is live only the end of what was seen is waited for, and that without haste. */
  const isRest = () => {
    if (seen.size === 0) return true;
    rested = (rested + 1) % restLooks;
    return rested !== 0;
  };

  const bind = async (process: AgentProcess, open: readonly OpenSession[]): Promise<boolean> => {
    const before = seen.get(process.pid);
    const own = await noted(process);
    // What a process works on is asked for again only when its agent says that it changed.
    if (before !== undefined && (own === undefined || own === before.session)) return true;
    const signs = own === undefined ? await table.signs(process.pid) : { open: [] };
    const session = bindProcess(process, { ...signs, ...(own === undefined ? {} : { noted: own }) }, open);
    if (session === undefined) return false;
    seen.set(process.pid, { agent: process.agent, session });
    const { agent, pid } = process;
    onFact({ type: 'process', agent, session, at: clock.now(), pid, what: 'seen' });
    return true;
  };

  const tellGone = (pid: number) => {
    const was = seen.get(pid);
    seen.delete(pid);
    if (was === undefined) return;
    onFact({ type: 'process', agent: was.agent, session: was.session, at: clock.now(), pid, what: 'gone' });
  };

  const lookAtPanes = async (processes: readonly AgentProcess[], rows: readonly PaneRow[]) => {
    for (const process of processes) {
      const known = seen.get(process.pid);
      const pane = known && (known.pane ?? paneOf(process, rows));
      const screen = pane === undefined ? undefined : await panes.capture(pane);
      if (known === undefined || pane === undefined || screen === undefined) continue;
      known.pane = pane;
      const read = readScreen(process.agent, screen);
      const said = JSON.stringify(read);
      if (said === known.screen) continue;
      known.screen = said;
      onFact({ type: 'pane', agent: known.agent, session: known.session, at: clock.now(), pane, ...read });
    }
  };

  const rest = () => {
    clearInterval(timer);
    timer = undefined;
  };

  const look = () => {
    running ??= lookAtAll()
      .catch((thrown: unknown) => logger.warn('processes cannot be seen', { error: toBelfryError(thrown).message }))
      .finally(() => {
        running = undefined;
      });
    return running;
  };

  return {
    look,
    wake() {
      if (isStopped) return;
      timer ??= setInterval(() => void look(), everyMs);
      timer.unref();
    },
    async stop() {
      isStopped = true;
      rest();
      await running;
    },
  };
}

/** The pane whose program is the process, or its parent: a shell somebody typed in. */
function paneOf({ pid, ppid }: AgentProcess, rows: readonly PaneRow[]): string | undefined {
  return (rows.find((row) => row.pid === pid) ?? rows.find((row) => row.pid === ppid))?.pane;
}
