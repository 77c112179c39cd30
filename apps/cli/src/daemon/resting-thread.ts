import type { ProxifiedRemoteFunctions } from 'birpc';
import type { RpcThread } from './rpc-thread.ts';

/** Asks a thread that goes to rest when nobody does, and wakes when somebody does again. */
export type AskThread<Calls extends object> = <Answer>(
  question: (calls: ProxifiedRemoteFunctions<Calls>) => Promise<Answer>,
) => Promise<Answer>;

/** For a thread most of whose days pass unasked: its heap is as large at rest as at work. */
export function createRestingThread<Calls extends object>(
  thread: Pick<RpcThread<Calls>, 'calls' | 'rest' | 'wake'>,
  restAfterMs: number,
): AskThread<Calls> {
  let asking = 0;
  let resting: NodeJS.Timeout | undefined;
  const restSoon = (): void => {
    resting = setTimeout(() => void thread.rest(() => asking > 0), restAfterMs).unref();
  };
  restSoon();
  return async (question) => {
    clearTimeout(resting);
    asking += 1;
    try {
      await thread.wake();
      return await question(thread.calls());
    } finally {
      asking -= 1;
      if (asking === 0) restSoon();
    }
  };
}
