const storageKey = 'belfry.theme';

export type ThemeChoice = 'system' | 'light' | 'dark';

function readChoice(): ThemeChoice {
  const chosen = document.documentElement.dataset.theme;
  return chosen === 'light' || chosen === 'dark' ? chosen : 'system';
}

/** Light, dark or as the system says; kept per device. `early/early.ts` applies it before the first paint. */
export class Theme {
  #choice = $state<ThemeChoice>(readChoice());

  get choice(): ThemeChoice {
    return this.#choice;
  }

  choose(choice: ThemeChoice): void {
    this.#choice = choice;
    if (choice === 'system') delete document.documentElement.dataset.theme;
    else document.documentElement.dataset.theme = choice;
    try {
      localStorage.setItem(storageKey, choice);
    } catch {
      // Storage is blocked; the choice lasts until the page is left.
    }
  }
}
