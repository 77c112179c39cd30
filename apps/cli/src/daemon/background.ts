import { spawn } from 'node:child_process';
import { closeSync, fstatSync, openSync, readFileSync } from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { BelfryError } from '@belfry/core';
import { ensureAppDirectories, isProcessAlive, type RunningServer } from '@belfry/core/node';
import { buildInfo } from '../build-info.ts';
import { type DaemonClient, findDaemon } from '../client/daemon-client.ts';
import { lastPortVariable } from '../config/resolve.ts';
import { type CommandContext, readContext } from '../context.ts';
import { say } from '../output/talk.ts';
import { writeJson } from '../output/write-json.ts';
import type { ServeFlags } from './serve.ts';

type Flags = ServeFlags & { json?: boolean };

const startMs = 30_000;
const stopMs = 15_000;

export async function start(flags: Flags): Promise<void> {
  const context = readContext(flags);
  const running = await findDaemon(context);
  const daemon = running ?? (await startDaemon(context, flags));
  tell(flags, daemon, running === undefined ? 'started' : 'already running');
}

export async function stop(flags: Flags): Promise<void> {
  const daemon = await findDaemon(readContext());
  if (daemon === undefined) {
    if (flags.json) return writeJson({ state: 'stopped', wasRunning: false });
    return say('belfry is not running.');
  }
  await stopDaemon(daemon);
  if (flags.json) return writeJson({ state: 'stopped', wasRunning: true, pid: daemon.server.pid });
  say(`belfry has stopped (pid ${daemon.server.pid}).`);
}

export async function restart(flags: Flags): Promise<void> {
  const context = readContext(flags);
  const daemon = await findDaemon(context);
  if (daemon !== undefined) await stopDaemon(daemon);
  const { kept, lastPort } = daemon === undefined ? { kept: {}, lastPort: undefined } : toKept(daemon.server);
  const started = await startDaemon(context, { ...kept, ...flags }, lastPort);
  tell(flags, started, daemon === undefined ? 'started' : 'restarted');
}

/** The flags it was started with, and where it listened: pages that are open look for it there. */
function toKept({ flags = {}, port }: RunningServer): { kept: ServeFlags; lastPort: number } {
  // Any port was asked for: the one it had is as good, and known.
  const { port: asked, ...kept } = flags;
  return { kept: asked === undefined || asked === '0' ? kept : flags, lastPort: port };
}

/** The running daemon, started when there is none; one of another version is named, not replaced. */
export async function ensureDaemon(context: CommandContext): Promise<DaemonClient> {
  const daemon = await findDaemon(context);
  if (daemon === undefined) return startDaemon(context, {});
  if (daemon.server.version !== buildInfo.version) {
    say(
      `The daemon is belfry ${daemon.server.version}, this is ${buildInfo.version}; belfry daemon restart brings them together.`,
    );
  }
  return daemon;
}

async function startDaemon(context: CommandContext, flags: Flags, lastPort?: number): Promise<DaemonClient> {
  ensureAppDirectories(context.paths);
  const output = openSync(context.logPath, 'a', 0o600);
  const logBytes = fstatSync(output).size;
  const args = ['serve', ...toArguments(flags)];
  const child = spawn(process.execPath, [fileURLToPath(new URL('./belfry.js', import.meta.url)), ...args], {
    detached: true,
    stdio: ['ignore', output, output],
    env: {
      ...process.env,
      BELFRY_DETACHED: '1',
      ...(lastPort === undefined ? {} : { [lastPortVariable]: String(lastPort) }),
    },
  });
  closeSync(output);
  let ended: number | null | undefined;
  child.once('exit', (code) => {
    ended = code;
  });
  child.unref();
  for (const deadline = performance.now() + startMs; performance.now() < deadline; ) {
    const daemon = await findDaemon(context);
    if (daemon !== undefined) return daemon;
    if (ended !== undefined) break;
    await delay(50);
  }
  const said = readFileSync(context.logPath)
    .subarray(logBytes)
    .toString()
    .split('\n')
    .filter((line) => line !== '' && !line.startsWith('{'));
  throw new BelfryError('BELFRY_DAEMON_UNREACHABLE', 'The daemon did not start.', {
    hint: said.length > 0 ? said.join('\n') : `belfry daemon logs may show why (${context.logPath}).`,
  });
}

async function stopDaemon({ server }: DaemonClient): Promise<void> {
  try {
    process.kill(server.pid, 'SIGTERM');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
    // It ended by itself since it was asked.
    return;
  }
  for (const deadline = performance.now() + stopMs; performance.now() < deadline; ) {
    if (!isProcessAlive(server.pid)) return;
    await delay(50);
  }
  throw new BelfryError(
    'BELFRY_DAEMON_UNREACHABLE',
    `belfry (pid ${server.pid}) has not ended after ${stopMs / 1000} seconds.`,
    {
      hint: `It may be finishing a write; kill -9 ${server.pid} is safe, nothing committed is lost.`,
    },
  );
}

function tell(flags: Flags, { server, url }: DaemonClient, state: string): void {
  if (flags.json) writeJson({ state, pid: server.pid, url, version: server.version });
  else say(`belfry ${server.version} ${state} at ${url} (pid ${server.pid}). belfry open signs a browser in.`);
}

function toArguments(flags: ServeFlags): string[] {
  return [
    ...(flags.host === undefined ? [] : ['--host', flags.host]),
    ...(flags.port === undefined ? [] : ['--port', flags.port]),
    ...(flags.basePath === undefined ? [] : ['--base-path', flags.basePath]),
  ];
}
