import { mkdirSync } from 'node:fs';
import type { HookPort } from '@belfry/api';
import type { Clock, Logger, SideFact } from '@belfry/core';
import { type AppPaths, ensureSecret } from '@belfry/core/node';
import { agents } from '@belfry/ingest';
import { hookSpool, statusSpool } from '../../hooks/spool-places.ts';
import { createHookSpool } from './hook-spool.ts';
import { createSignalIntake } from './intake.ts';
import type { Heard } from './note-heard.ts';
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
  /** Into the archive. */
  keep(heard: Heard): Promise<void>;
  onSideFact(fact: SideFact): void;
  clock: Clock;
  logger: Logger;
}): Signals {
  const { paths, keep, onSideFact, clock, logger } = options;
  mkdirSync(paths.spoolDir, { recursive: true, mode: 0o700 });
  const intake = createSignalIntake({ agents, onSideFact, keep, clock, logger });
  const hookFiles = createHookSpool({ directory: hookSpool(paths), take: intake.hook, clock, logger });
  const statusFiles = createStatusSpool({ directory: statusSpool(paths), take: intake.statusLine, clock, logger });
  return {
    hooks: {
      token: ensureSecret(paths.hookTokenFile),
      hear: (agent, payload) => intake.hook({ agent, atMs: clock.now(), payload }),
    },
    start() {
      hookFiles.start();
      statusFiles.start();
    },
    async stop() {
      await Promise.all([hookFiles.stop(), statusFiles.stop()]);
      await intake.stop();
    },
  };
}
