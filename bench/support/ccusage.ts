import { findCcusage as findPinned } from '../../e2e/support/ccusage.ts';
import type { BenchContext } from './result.ts';

export interface Ccusage {
  /** Reads a Claude Code root and prints its daily totals; returns milliseconds and the parsed output. */
  daily(root: string): { ms: number; totals: Record<string, number> };
  /** One status line as it comes, from its cache or not; milliseconds. */
  statusline(root: string, payload: string): number;
}

/** The pinned native ccusage; `undefined` where none is published for this platform. */
export function findCcusage({ cacheDirectory, log }: BenchContext): Ccusage | undefined {
  const ccusage = findPinned();
  if (ccusage === undefined) {
    log(`no ccusage for ${process.platform}-${process.arch} to compare with`);
    return undefined;
  }
  const run = (root: string, args: string[], input?: string) => {
    const env = { PATH: process.env.PATH ?? '', HOME: cacheDirectory, CLAUDE_CONFIG_DIR: root };
    const start = performance.now();
    const output = ccusage.run(args, env, input);
    return { ms: performance.now() - start, output };
  };
  return {
    daily(root) {
      const { ms, output } = run(root, ['daily', '--json', '--offline']);
      return { ms, totals: (JSON.parse(output) as { totals: Record<string, number> }).totals };
    },
    statusline: (root, payload) => run(root, ['statusline', '--offline'], payload).ms,
  };
}
