import { chmodSync, mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import type { AppPaths } from '@belfry/core/node';
import { quote } from '../../hooks/client-scripts.ts';
import { say } from '../../output/talk.ts';
import { statuslineDirectory } from './kept-file.ts';

/** Writes the client and has the daemon keep numbers for it; Claude Code's settings are left to their owner. */
export function installClient(paths: AppPaths, script: string, path: string | undefined): void {
  const file = path === undefined ? join(paths.dataDir, 'belfry-statusline') : resolve(path);
  mkdirSync(statuslineDirectory(paths), { recursive: true, mode: 0o700 });
  mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
  writeFileSync(file, script, { mode: 0o700 });
  chmodSync(file, 0o700);
  const command = /^[\w./-]+$/.test(file) ? file : quote(file);
  say(`Wrote ${file}. Put this into the settings of Claude Code (~/.claude/settings.json):`);
  process.stdout.write(`${JSON.stringify({ statusLine: { type: 'command', command } }, null, 2)}\n`);
  say('It shows what the daemon keeps: belfry daemon start.');
}
