import { execFileSync } from 'node:child_process';
import { readText } from './read-place.ts';

/** An id that changes with every boot; `undefined` where the platform has none. */
export function readBootId(): string | undefined {
  switch (process.platform) {
    case 'linux':
      return readText('/proc/sys/kernel/random/boot_id')?.trim();
    case 'darwin':
      return sysctl('kern.bootsessionuuid');
    default:
      return undefined;
  }
}

/** When the machine was booted, ms since 1970 UTC; `undefined` where the platform does not tell. */
export function readBootTimeMs(): number | undefined {
  switch (process.platform) {
    case 'linux':
      return parseProcStat(readText('/proc/stat') ?? '');
    case 'darwin':
      return parseBootTime(sysctl('kern.boottime') ?? '');
    default:
      return undefined;
  }
}

/** Boot time in ms from the text of Linux's `/proc/stat`. */
export function parseProcStat(text: string): number | undefined {
  const seconds = /^btime (\d+)$/m.exec(text)?.[1];
  return seconds === undefined ? undefined : Number(seconds) * 1_000;
}

/** Boot time in ms from macOS's `kern.boottime`, e.g. `{ sec = 1700000000, usec = 250000 } Tue Nov …`. */
export function parseBootTime(text: string): number | undefined {
  const found = /sec = (\d+), usec = (\d+)/.exec(text);
  return found ? Number(found[1]) * 1_000 + Math.floor(Number(found[2]) / 1_000) : undefined;
}

function sysctl(name: string): string | undefined {
  try {
    return execFileSync('/usr/sbin/sysctl', ['-n', name], {
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
    }).trim();
  } catch {
    // No answer is less evidence, not a failure.
    return undefined;
  }
}
