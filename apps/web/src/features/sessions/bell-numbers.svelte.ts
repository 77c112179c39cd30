import { SvelteMap } from 'svelte/reactivity';
import { assignNumbers } from './assign-numbers.ts';

const storageKey = 'belfry.numbers';

/** The small number a session keeps as long as it lives; the tabs of a browser agree on it through storage. */
export class BellNumbers {
  readonly #numbers = new SvelteMap<string, number>(readStored());

  of(sessionId: string): number | undefined {
    return this.#numbers.get(sessionId);
  }

  holderOf(number: number): string | undefined {
    for (const [id, own] of this.#numbers) if (own === number) return id;
    return undefined;
  }

  /** Gives every live session a number and takes those of the others back. */
  assign(living: readonly string[]): void {
    const next = assignNumbers(readStored(), living);
    const isSame = next.size === this.#numbers.size && [...next].every(([id, n]) => this.#numbers.get(id) === n);
    if (isSame) return;
    this.#numbers.clear();
    for (const [id, number] of next) this.#numbers.set(id, number);
    try {
      localStorage.setItem(storageKey, JSON.stringify([...next]));
    } catch {
      // Storage is blocked; each tab counts for itself.
    }
  }
}

function readStored(): Map<string, number> {
  try {
    const stored: unknown = JSON.parse(localStorage.getItem(storageKey) ?? '[]');
    if (!Array.isArray(stored)) return new Map();
    return new Map(stored.filter(([id, number]) => typeof id === 'string' && Number.isInteger(number)));
  } catch {
    // Storage is blocked or holds something else.
    return new Map();
  }
}
