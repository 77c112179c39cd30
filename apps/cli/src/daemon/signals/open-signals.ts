import { mkdirSync } from 'node:fs';
import type { HookPort } from '@belfry/api';
import { createProcessTable, createSessionWatch, readPanes } from '@belfry/control';
import { type Clock, type Logger, type SessionView, type SideFact, toBelfryError } from '@belfry/core';
import { type AppPaths, ensureSecret } from '@belfry/core/node';
import type { Hub } from '@belfry/events';
import { type AgentEnvironment, agents } from '@belfry/ingest';
import { hookSpool, statusSpool } from '../../hooks/spool-places.ts';
import { createHookSpool } from './hook-spool.ts';
import { createSignalIntake } from './intake.ts';
import { createLiveSessions } from './live-sessions.ts';
import type { Heard } from './note-heard.ts';
import { createProcessNotes } from './process-notes.ts';
import { createStatusSpool } from './status-spool.ts';

export interface Signals {
  /** For hooks that are told over HTTP. */
  hooks: HookPort;
  /** Begins to hear: first what was left while nobody did. */
  start(): void;
  stop(): Promise<void>;
}

/** Everything by which agents tell what they do beside their transcripts. */
export function openSignals(options: {
  paths: Pick<AppPaths, 'hookTokenFile' | 'spoolDir'>;
  /** Of the agents. */
  environment: AgentEnvironment;
  machine: string;
  hub: Pick<Hub, 'subscribe'>;
  /** The newest sessions, for those that were live before. */
  recent(): Promise<readonly SessionView[]>;
  /** Into the archive. */
  keep(heard: Heard): Promise<void>;
  onSideFact(fact: SideFact): void;
  clock: Clock;
  logger: Logger;
}): Signals {
  const { paths, environment, keep, onSideFact, clock, logger } = options;
  mkdirSync(paths.spoolDir, { recursive: true, mode: 0o700 });
  const intake = createSignalIntake({ agents, onSideFact, keep, clock, logger });
  const hookFiles = createHookSpool({ directory: hookSpool(paths), take: intake.hook, clock, logger });
  const statusFiles = createStatusSpool({ directory: statusSpool(paths), take: intake.statusLine, clock, logger });
  const live = createLiveSessions({ hub: options.hub, machine: options.machine, clock, onLive: () => watch.wake() });
  const watch = createSessionWatch({
    table: createProcessTable(environment.platform, environment.env),
    panes: readPanes(environment.env),
    sessions: live.current,
    noted: createProcessNotes(environment),
    onFact: intake.seen,
    clock,
    logger,
  });
  return {
    hooks: {
      token: ensureSecret(paths.hookTokenFile),
      hear: (agent, payload) => intake.hook({ agent, atMs: clock.now(), payload }),
    },
    start() {
      hookFiles.start();
      statusFiles.start();
      options.recent().then(
        (sessions) => sessions.forEach(live.add),
        (thrown) => logger.warn('sessions of before are not looked for', { error: toBelfryError(thrown).message }),
      );
    },
    async stop() {
      live.close();
      await Promise.all([hookFiles.stop(), statusFiles.stop(), watch.stop()]);
      await intake.stop();
    },
  };
}
