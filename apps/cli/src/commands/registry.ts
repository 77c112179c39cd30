import type { Command } from 'commander';
import { registerAlerts } from './alerts.ts';
import { registerDaemon } from './daemon.ts';
import { registerDoctor } from './doctor.ts';
import { registerDump } from './dump.ts';
import { registerEdits } from './edits.ts';
import { registerExplain } from './explain.ts';
import { registerFeed } from './feed.ts';
import { registerHooks } from './hooks.ts';
import { registerInspect } from './inspect.ts';
import { registerKeeping } from './keeping.ts';
import { registerOpen } from './open.ts';
import { registerReplay } from './replay.ts';
import { registerRestore } from './restore.ts';
import { registerSearch } from './search.ts';
import { registerServe } from './serve.ts';
import { registerSessions } from './sessions.ts';
import { registerStatus } from './status.ts';
import { registerUsage } from './usage.ts';

/**
 * Every command, in the order of `--help`. A registration names flags only;
 * the work is imported when the command runs, so that `--version` stays instant.
 */
export function registerCommands(program: Command): void {
  registerServe(program);
  registerDaemon(program);
  registerOpen(program);
  registerStatus(program);
  registerAlerts(program);
  registerExplain(program);
  registerSessions(program);
  registerSearch(program);
  registerFeed(program);
  registerEdits(program);
  registerUsage(program);
  registerHooks(program);
  registerInspect(program);
  registerReplay(program);
  registerDoctor(program);
  registerDump(program);
  registerRestore(program);
  registerKeeping(program);
}
