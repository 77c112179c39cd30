import type { StatuslineFlags } from './statusline-flags.ts';

export async function runStatusline(_flags: StatuslineFlags): Promise<void> {}
