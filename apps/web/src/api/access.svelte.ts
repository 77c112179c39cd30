import { fromSignInFragment } from '@belfry/api/contract';
import type { Api } from './api.ts';
import { toProblem } from './problem.ts';

const storageKey = 'belfry.page-key';

/** Whether this browser is signed in, and the key its mutations carry. Shared by the tabs through storage. */
export class Access {
  #state = $state<'unknown' | 'in' | 'out'>('unknown');
  #refusal = $state<string>();
  /** For browsers that keep nothing; the tab stays signed in until it is closed. */
  #heldKey: string | undefined;

  get state(): 'unknown' | 'in' | 'out' {
    return this.#state;
  }

  /** Why a sign-in link was not taken. */
  get refusal(): string | undefined {
    return this.#refusal;
  }

  get pageKey(): string | undefined {
    return readStored() ?? this.#heldKey;
  }

  /** Takes a one-time code from the address, if it holds one, and leaves the rest of the address as it is. */
  async start(api: Api): Promise<void> {
    addEventListener('storage', (event) => {
      if (event.key === storageKey && event.newValue !== null) this.confirm();
    });
    const code = fromSignInFragment(location.hash);
    if (code === undefined) return;
    history.replaceState(history.state, '', location.pathname + location.search);
    try {
      const result = await api.call('signIn', { body: { code, label: navigator.userAgent.slice(0, 200) } });
      this.#heldKey = result.key;
      writeStored(result.key);
      this.confirm();
    } catch (thrown) {
      // A used link opened again by a browser that is signed in already is no reason to lock it out.
      this.#refusal = toProblem(thrown).message;
    }
  }

  /** An answer came that only a signed-in browser gets. */
  confirm(): void {
    this.#state = 'in';
    this.#refusal = undefined;
  }

  lose(): void {
    this.#state = 'out';
  }
}

function readStored(): string | undefined {
  try {
    return localStorage.getItem(storageKey) ?? undefined;
  } catch {
    // Storage is blocked; the key held in memory serves this tab.
    return undefined;
  }
}

function writeStored(key: string): void {
  try {
    localStorage.setItem(storageKey, key);
  } catch {
    // As above.
  }
}
