import type { SessionView } from '@belfry/core';
import { untrack } from 'svelte';
import type { Live } from '../../live/live.svelte.ts';
import { clock } from '../../ui/clock.ts';
import { type Arrangement, arrange, countMoved, noArrangement } from './arrange.ts';

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

  get arrangement(): Arrangement {
    return this.#shown;
  }

  /** Sessions whose place waits for the reader to look away. */
  readonly moved = $derived.by(() => countMoved(this.#shown, this.#wanted));

  readonly active = $derived.by(() => this.#read(this.#shown.active));
  readonly recent = $derived.by(() => this.#read(this.#shown.recent));
  readonly today = $derived.by(() => this.#read(this.#shown.today));
  readonly latest = $derived.by(() => this.#read(this.#shown.latest));

  /** Call in an effect: places the sessions anew when they or the minute change. */
  follow(): void {
    const now = clock.now;
    const startOfDay = new Date(now).setHours(0, 0, 0, 0);
    const sessions = [...this.#live.sessions.values()].map((session) => ({
      id: session.id,
      lastAt: this.#live.lineage.lastAt(session),
    }));
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

  #read(ids: readonly string[]): SessionView[] {
    return ids.flatMap((id) => this.#live.sessions.get(id) ?? []);
  }
}
