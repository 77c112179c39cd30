import type { ApiResponse } from '@belfry/api/contract';
import type { BelfryEvent } from '@belfry/core';
import type { Api } from '../../api/api.ts';

type Tree = ApiResponse<'getSessionTree'>;

/** A tree that moves is read again so often at most. */
const pauseMs = 2000;

/** A session, what it works for, and everything that works for it. */
export class SessionTree {
  #tree = $state.raw<Tree>();
  #pause: ReturnType<typeof setTimeout> | undefined;
  readonly #api: Api;
  readonly #id: string;

  constructor(api: Api, id: string) {
    this.#api = api;
    this.#id = id;
  }

  readonly ancestors = $derived.by(() => this.#tree?.ancestors ?? []);
  /** What is below the session, parents before their children. */
  readonly nodes = $derived.by(() => this.#tree?.nodes.slice(1) ?? []);
  readonly total = $derived.by(() => Math.max(0, (this.#tree?.total ?? 1) - 1));
  readonly teams = $derived.by(() => this.#tree?.teams ?? []);

  async read(): Promise<void> {
    try {
      this.#tree = await this.#api.call('getSessionTree', { params: { id: this.#id } });
    } catch {
      // The transcript says why nothing can be read; the tree of before is better than none.
    }
  }

  apply(events: readonly BelfryEvent[]): void {
    const known = new Set([this.#id, ...(this.#tree?.nodes ?? []).map((node) => node.id)]);
    const isOurs = events.some(
      (event) =>
        (event.type === 'session.added' || event.type === 'session.updated') &&
        event.session.relation === 'subagent' &&
        (known.has(event.session.id) || known.has(event.session.parentId ?? '')),
    );
    if (!isOurs || this.#pause !== undefined) return;
    this.#pause = setTimeout(() => {
      this.#pause = undefined;
      void this.read();
    }, pauseMs);
  }

  leave(): void {
    clearTimeout(this.#pause);
  }
}
