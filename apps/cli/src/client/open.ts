import { spawn } from 'node:child_process';
import { readContext } from '../context.ts';
import { ensureDaemon } from '../daemon/background.ts';
import { say } from '../output/talk.ts';
import { writeJson } from '../output/write-json.ts';
import { createSignInUrl } from './sign-in-url.ts';

const openers: Partial<Record<NodeJS.Platform, [string, ...string[]]>> = {
  darwin: ['open'],
  win32: ['cmd', '/c', 'start', ''],
};

/** An opener that has not failed by then is taken to show a browser; some stay until it is closed. */
const failsWithinMs = 2000;

export async function open(flags: { print?: boolean; json?: boolean }): Promise<void> {
  const daemon = await ensureDaemon(readContext());
  const link = await createSignInUrl(daemon);
  if (flags.json) return writeJson({ link, url: daemon.url });
  process.stdout.write(`${link}\n`);
  if (flags.print || (await openInBrowser(link))) return;
  say('No browser could be opened from here. Open the link yourself; it works once, for ten minutes.');
}

function openInBrowser(link: string): Promise<boolean> {
  const [command, ...args] = openers[process.platform] ?? ['xdg-open'];
  return new Promise((resolve) => {
    const child = spawn(command, [...args, link], { stdio: 'ignore', detached: true });
    const timer = setTimeout(() => resolve(true), failsWithinMs);
    const settle = (opened: boolean) => {
      clearTimeout(timer);
      resolve(opened);
    };
    child.once('error', () => settle(false));
    child.once('exit', (code) => settle(code === 0));
    child.unref();
  });
}
