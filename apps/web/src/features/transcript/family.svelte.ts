import type { BelfryEvent, SessionView } from '@belfry/core';
import { createContext } from 'svelte';
import { SvelteMap } from 'svelte/reactivity';
import type { Api } from '../../api/api.ts';

/** The sessions a session spawned: subagents, forks, continuations. */
export class Family {
  readonly #children = new SvelteMap<string, SessionView>();
  readonly #api: Api;
  readonly #parentId: string;

  constructor(api: Api, parentId: string) {
    this.#api = api;
    this.#parentId = parentId;
  }

  readonly children = $derived.by(() =>
    [...this.#children.values()].sort((a, b) => (a.startedAt ?? '').localeCompare(b.startedAt ?? '')),
  );

  child(id: string): SessionView | undefined {
    return this.#children.get(id);
  }

  async read(): Promise<void> {
    try {
      const { items } = await this.#api.call('listChildren', { params: { id: this.#parentId } });
      for (const child of items) this.#children.set(child.id, child);
    } catch {
      // The transcript shows why nothing can be read; its children are only named by their ids then.
    }
  }

  apply(events: readonly BelfryEvent[]): void {
    for (const event of events) {
      if (event.type !== 'session.added' && event.type !== 'session.updated') continue;
      if (event.session.parentId === this.#parentId) this.#children.set(event.session.id, event.session);
    }
  }
}

export const [getFamily, setFamily] = createContext<Family>();
