import type { BelfryEvent, MessageHead } from '@belfry/core';
import type { Api } from '../../api/api.ts';

/** Beyond this many the outline of a session is of no use. */
const most = 2000;
const pageSize = 500;

/** What the human typed in a session, all of it, also where the transcript itself has not been read. */
export class Prompts {
  #items = $state.raw<MessageHead[]>([]);
  readonly #api: Api;
  readonly #sessionId: string;

  constructor(api: Api, sessionId: string) {
    this.#api = api;
    this.#sessionId = sessionId;
  }

  get items(): MessageHead[] {
    return this.#items;
  }

  async read(): Promise<void> {
    const items: MessageHead[] = [];
    let after: string | undefined;
    try {
      do {
        const page = await this.#api.call('listMessages', {
          params: { id: this.#sessionId },
          query: {
            variant: ['prompt', 'queued'],
            limit: pageSize,
            ...(after === undefined ? { edge: 'start' } : { after }),
          },
        });
        items.push(...page.messages);
        after = page.next;
      } while (after !== undefined && items.length < most);
    } catch {
      // The transcript beside says why nothing can be read; the outline then shows what that holds.
    }
    if (items.length > 0) this.#items = items;
  }

  apply(events: readonly BelfryEvent[]): void {
    for (const event of events) {
      if (event.type !== 'message.added' && event.type !== 'message.updated') continue;
      const { message } = event;
      if (event.sessionId !== this.#sessionId || (message.variant !== 'prompt' && message.variant !== 'queued'))
        continue;
      const known = this.#items.some((item) => item.key === message.key);
      this.#items = known
        ? this.#items.map((item) => (item.key === message.key ? message : item))
        : [...this.#items, message];
    }
  }
}
