/** Fields of `/proc/<pid>/stat`; its name may hold spaces and brackets, so it is read from behind that. */
export interface ProcStat {
  ppid: number;
  /** Clock ticks from the start of the system to that of the process. */
  startTicks: number;
}

export function parseProcStat(text: string): ProcStat | undefined {
  const fields = text
    .slice(text.lastIndexOf(')') + 2)
    .trim()
    .split(' ');
  const [ppid, startTicks] = [Number(fields[1]), Number(fields[19])];
  return Number.isSafeInteger(ppid) && Number.isSafeInteger(startTicks) ? { ppid, startTicks } : undefined;
}

/** ms since 1970 UTC at which the system started, from `/proc/stat`. */
export function parseBootTime(text: string): number | undefined {
  const seconds = /^btime (\d+)$/m.exec(text)?.[1];
  return seconds === undefined ? undefined : Number(seconds) * 1000;
}

/** Arguments as `/proc/<pid>/cmdline` holds them. */
export function parseCommandLine(text: string): string[] {
  return text.split('\0').filter((word, index, all) => word !== '' || index < all.length - 1);
}
