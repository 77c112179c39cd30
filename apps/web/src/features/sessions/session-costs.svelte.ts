import type { BelfryEvent, SessionUsageRow } from '@belfry/core';
import { SvelteMap } from 'svelte/reactivity';
import type { Api } from '../../api/api.ts';

/** What a session and everything below it used; absent figures mean that no request of it is known. */
export type SessionCost = Partial<Pick<SessionUsageRow, 'costMicros' | 'unpricedTokens' | 'totalTokens'>>;

/** The most the interface takes at once. */
const most = 100;
/** Figures of a session that goes on are read again so often at most. */
const againMs = 5000;

/** Costs of the sessions of a list, asked for as they are listed. */
export class SessionCosts {
  readonly #known = new SvelteMap<string, SessionCost>();
  readonly #asked = new Set<string>();
  readonly #changed = new Set<string>();
  #pause: ReturnType<typeof setTimeout> | undefined;
  readonly #api: Api;

  constructor(api: Api) {
    this.#api = api;
  }

  /** Absent until it is read. */
  of(id: string): SessionCost | undefined {
    return this.#known.get(id);
  }

  /** Of all of them together in micro-dollars; absent until each is read, and when one of them has no price. */
  sum(ids: readonly string[]): number | undefined {
    let micros = 0;
    for (const id of ids) {
      const cost = this.#known.get(id);
      if (cost === undefined || (cost.unpricedTokens ?? 0) > 0) return undefined;
      micros += cost.costMicros ?? 0;
    }
    return micros;
  }

  want(ids: readonly string[]): void {
    const fresh = ids.filter((id) => !this.#asked.has(id));
    for (const id of fresh) this.#asked.add(id);
    for (let at = 0; at < fresh.length; at += most) void this.#read(fresh.slice(at, at + most));
  }

  /** Sessions that go on, and the parents that pay for them, are read again in a while. */
  apply(events: readonly BelfryEvent[]): void {
    for (const event of events) {
      if (event.type !== 'session.updated') continue;
      const { parentId } = event.session;
      for (const id of [event.sessionId, parentId]) if (id !== undefined && this.#asked.has(id)) this.#changed.add(id);
    }
    if (this.#changed.size === 0 || this.#pause !== undefined) return;
    this.#pause = setTimeout(() => {
      this.#pause = undefined;
      const ids = [...this.#changed].slice(0, most);
      for (const id of ids) this.#changed.delete(id);
      void this.#read(ids);
    }, againMs);
  }

  leave(): void {
    clearTimeout(this.#pause);
  }

  async #read(ids: readonly string[]): Promise<void> {
    try {
      const { items } = await this.#api.call('listUsageSessions', {
        query: { session: [...ids], all: true, limit: most },
      });
      const found = new Map(items.map((item) => [item.sessionId, item]));
      for (const id of ids) this.#known.set(id, toCost(found.get(id)));
    } catch {
      // A list without costs is still a list; what is wrong is said where the list itself is read.
      for (const id of ids) this.#asked.delete(id);
    }
  }
}

function toCost(row: SessionUsageRow | undefined): SessionCost {
  if (row === undefined) return {};
  const { costMicros, unpricedTokens, totalTokens } = row;
  return { costMicros, unpricedTokens, totalTokens };
}
