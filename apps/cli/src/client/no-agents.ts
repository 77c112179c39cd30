import type { RootReport } from './watched-roots.ts';

/** Whether no agent has left any file, as far as one can know without looking into the directories. */
export function hasNoAgent(roots: readonly RootReport[]): boolean {
  return roots.every(({ state, sources }) => state === 'absent' || sources === 0);
}

/** What to say and do then. */
export const noAgentLines = [
  'No agent has left files on this machine yet: belfry doctor lists where it looks.',
  'Start one as you always do and it appears by itself.',
  'To look around meanwhile: belfry serve --demo, or in a clone: npm start -- --demo',
] as const;
