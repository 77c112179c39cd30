import type { ProcessRow } from './agent-process.ts';

const row = /^\s*(\d+)\s+(\d+)\s+(\w{3}\s+\w{3}\s+\d+\s+[\d:]{8}\s+\d{4})\s+(.+)$/;

/**
 * Output of `ps -axo pid=,ppid=,lstart=,command=` in the C locale, as macOS and Linux write it. Arguments are parted at
 * spaces: `ps` does not tell where one with a space ends.
 */
export function parsePs(text: string): ProcessRow[] {
  return text.split('\n').flatMap((line) => {
    const [, pid, ppid, started = '', command = ''] = row.exec(line) ?? [];
    const startedAtMs = Date.parse(started);
    if (pid === undefined || Number.isNaN(startedAtMs)) return [];
    return [{ pid: Number(pid), ppid: Number(ppid), startedAtMs, args: command.trim().split(/\s+/) }];
  });
}
