import type { StateList } from '@belfry/api/contract';
import type { SessionState } from '@belfry/core';
import type { CommandContext } from '../context.ts';
import { findDaemon } from './daemon-client.ts';

/** What sessions do, by public id; nothing when no daemon runs: nobody knows then. */
export async function readStates(context: CommandContext): Promise<ReadonlyMap<string, SessionState>> {
  const daemon = await findDaemon(context);
  // A daemon of before knows no states; it is told by its version elsewhere.
  const { items } = (await daemon?.request<StateList>('GET', 'api/v1/states').catch(() => undefined)) ?? { items: [] };
  return new Map(items.map((state) => [state.sessionId, state]));
}
