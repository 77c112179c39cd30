import type { SearchHit } from '@belfry/core';
import type { Api } from '../../api/api.ts';
import { Search } from '../search/search.svelte.ts';
import { createMatcher, type Matcher } from './matcher.ts';

/** Looks for words in one session, from its beginning on, and stands at one of the hits. */
export class FindInSession {
  #text = $state('');
  #at = $state(-1);
  readonly search: Search;
  /** What its subagents hold: not stepped through, offered with a way there. */
  readonly below: Search;
  readonly #sessionId: string;

  constructor(api: Api, sessionId: string) {
    this.search = new Search(api);
    this.below = new Search(api);
    this.#sessionId = sessionId;
  }

  get text(): string {
    return this.#text;
  }
  /** Index of the hit the reader was taken to, -1 before there is one. */
  get at(): number {
    return this.#at;
  }
  get hit(): SearchHit | undefined {
    return this.search.hits[this.#at];
  }

  readonly matcher: Matcher | undefined = $derived.by(() =>
    this.#text.trim() === '' ? undefined : createMatcher(this.#text, this.search.first?.matched === 'text'),
  );

  /** Asks for words; the place stays at a hit given by its message and call, if it is among the answers. */
  async ask(text: string, near?: Pick<SearchHit, 'messageKey' | 'callId'>): Promise<void> {
    this.#text = text;
    this.#at = -1;
    if (text.trim() === '') {
      this.search.clear();
      this.below.clear();
      return;
    }
    // Of the subagents the newest is enough to say that there is something, and where.
    void this.below.ask({ q: text, session: this.#sessionId, onlySubagents: true, match: 'words', limit: 100 });
    await this.search.ask({ q: text, session: this.#sessionId, sort: 'oldest', limit: 100 });
    if (near === undefined || this.#text !== text) return;
    this.#at = this.search.hits.findIndex(
      (hit) => hit.messageKey === near.messageKey && (near.callId === undefined || hit.callId === near.callId),
    );
  }

  /** To the next or previous hit; from the last on to the first and back. */
  async step(by: 1 | -1): Promise<SearchHit | undefined> {
    const next = this.#at + by;
    if (next >= this.search.hits.length && this.search.hasMore) await this.search.more();
    const { length } = this.search.hits;
    if (length === 0) return undefined;
    this.#at = next < 0 ? length - 1 : next % length;
    return this.hit;
  }
}
