import type { IssueView } from '@belfry/core';
import type { Api } from '../../api/api.ts';

/** A source that is strange all over names its first strange places. */
const most = 200;

/** Where belfry did not understand a session's source, by the message each place lies after. */
export class IssuePlaces {
  #byMessage = $state.raw<ReadonlyMap<string, IssueView[]>>(new Map());
  #count = 0;
  readonly #api: Api;
  readonly #sessionId: string;

  constructor(api: Api, sessionId: string) {
    this.#api = api;
    this.#sessionId = sessionId;
  }

  get byMessage(): ReadonlyMap<string, IssueView[]> {
    return this.#byMessage;
  }

  /** Reads them again when their number, as the session tells it, is another one. */
  async follow(count: number, signal: AbortSignal): Promise<void> {
    if (count === this.#count) return;
    this.#count = count;
    try {
      const { items } = await this.#api.call('listIssues', {
        query: { sessionId: this.#sessionId, limit: most },
        signal,
      });
      const placed = items.filter((issue) => issue.messageKey !== undefined);
      this.#byMessage = Map.groupBy(placed, (issue) => issue.messageKey ?? '');
    } catch {
      // The inspector lists them too, and says why when they cannot be read.
    }
  }
}
