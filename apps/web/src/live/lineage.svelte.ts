import type { SessionView } from '@belfry/core';
import { SvelteMap } from 'svelte/reactivity';

/** Which session a subagent works for, and when any of its subagents wrote last. */
export class Lineage {
  readonly #mains = new SvelteMap<string, string>();
  readonly #lastAt = new SvelteMap<string, string>();

  note(subagent: Pick<SessionView, 'id' | 'parentId' | 'lastAt'>): void {
    if (subagent.parentId === undefined) return;
    const main = this.mainOf(subagent.parentId);
    if (this.#mains.get(subagent.id) !== main) this.#mains.set(subagent.id, main);
    const { lastAt } = subagent;
    if (lastAt !== undefined && lastAt > (this.#lastAt.get(main) ?? '')) this.#lastAt.set(main, lastAt);
  }

  /** The session a subagent works for, however deep; any other session is its own. */
  mainOf(sessionId: string): string {
    return this.#mains.get(sessionId) ?? sessionId;
  }

  /** Last record of a session or of a subagent of its: while one works, so does the session. */
  lastAt(session: Pick<SessionView, 'id' | 'lastAt'>): string | undefined {
    const times = [session.lastAt, this.#lastAt.get(session.id)].filter((at) => at !== undefined);
    return times.sort().at(-1);
  }
}
