import type { SessionView } from '@belfry/core';
import { untrack } from 'svelte';
import type { Live } from '../../live/live.svelte.ts';
import { clock } from '../../ui/clock.ts';
import { type Arrangement, arrange, countMoved, type GroupName, noArrangement, type Placed } from './arrange.ts';

const settleMs = 2000;

/** Places of the sessions on *Now*; while the reader's pointer or focus is in the list, nobody moves. */
export class NowBoard {
  #shown = $state.raw<Arrangement>(noArrangement);
  #wanted = $state.raw<Arrangement>(noArrangement);
  #isHeld = $state(false);
  #settling: ReturnType<typeof setTimeout> | undefined;
  readonly #live: Live;

  constructor(live: Live) {
    this.#live = live;
  }

  /** As it is, whether the reader sees it or not. */
  get arrangement(): Arrangement {
    return this.#wanted;
  }

  /** Who stands at the top; one that was answered while the reader was there stays until they leave. */
  get you(): readonly string[] {
    return this.#shown.you;
  }

  /** Who began to need the reader and has no place yet. */
  readonly called = $derived.by(() => this.#wanted.you.filter((id) => !this.#shown.you.includes(id)).length);

  /** Sessions whose place waits for the reader to look away. */
  readonly moved = $derived.by(() => countMoved(this.#shown, this.#wanted));

  in(group: GroupName): SessionView[] {
    return this.#shown[group].flatMap((id) => this.#live.sessions.get(id) ?? []);
  }

  /** Call in an effect: places the sessions anew when they or the minute change. */
  follow(): void {
    const now = clock.now;
    const startOfDay = new Date(now).setHours(0, 0, 0, 0);
    const { sessions: known, lineage, watch } = this.#live;
    const sessions: Placed[] = [...known.values()].map((session) => {
      const { state, since } = watch.states.get(session.id) ?? {};
      return { id: session.id, lastAt: lineage.lastAt(session), state, since };
    });
    // Somebody who waits is shown, also where its transcript is old or was not read yet.
    for (const { sessionId, state, since } of watch.waiting) {
      if (!known.has(sessionId)) sessions.push({ id: sessionId, state, since });
    }
    untrack(() => {
      this.#wanted = arrange(this.#wanted, sessions, now, startOfDay);
      if (!this.#isHeld) this.#shown = this.#wanted;
    });
  }

  /** The reader is in the list. */
  hold(): void {
    clearTimeout(this.#settling);
    this.#isHeld = true;
  }

  /** The reader left; the list settles soon. */
  release(): void {
    clearTimeout(this.#settling);
    this.#settling = setTimeout(() => this.settle(), settleMs);
  }

  settle(): void {
    clearTimeout(this.#settling);
    this.#isHeld = false;
    this.#shown = this.#wanted;
  }
}
