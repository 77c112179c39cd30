import { spawn } from 'node:child_process';
import { readContext } from '../context.ts';
import { ensureDaemon } from '../daemon/background.ts';
import { say } from '../output/talk.ts';
import { createSignInUrl } from './sign-in-url.ts';

const openers: Partial<Record<NodeJS.Platform, [string, ...string[]]>> = {
  darwin: ['open'],
  win32: ['cmd', '/c', 'start', ''],
};

export async function open(flags: { print?: boolean }): Promise<void> {
  const daemon = await ensureDaemon(readContext());
  const link = await createSignInUrl(daemon);
  process.stdout.write(`${link}\n`);
  if (flags.print) return;
  const [command, ...args] = openers[process.platform] ?? ['xdg-open'];
  const child = spawn(command, [...args, link], { stdio: 'ignore', detached: true });
  child.once('error', () => say('No browser could be opened from here; the link works once, for ten minutes.'));
  child.unref();
}
