import type { RootStatus } from '@belfry/api/contract';
import type { SyncProgress } from '@belfry/core';

const words = ['No', 'One', 'Two', 'Three', 'Four', 'Five', 'Six', 'Seven', 'Eight', 'Nine', 'Ten'];

/** The sentence a machine without sessions is greeted with. */
export function sayFound(
  roots: readonly Pick<RootStatus, 'agent' | 'state'>[],
  phase: SyncProgress['phase'] | undefined,
): string {
  const count = new Set(roots.filter((root) => root.state !== 'unavailable').map((root) => root.agent)).size;
  const found = `${words[count] ?? count} ${count === 1 ? 'agent' : 'agents'} found.`;
  if (count === 0) return `${found} belfry waits for the first.`;
  return phase === 'idle' ? `${found} No session yet.` : `${found} Reading what ${count === 1 ? 'it' : 'they'} did.`;
}
