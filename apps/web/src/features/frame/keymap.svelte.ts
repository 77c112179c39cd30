import { type Component, untrack } from 'svelte';
import { tinykeys } from 'tinykeys';

const storageKey = 'belfry.single-keys';

/** One line of the key sheet. */
export interface KeyBinding {
  /** As tinykeys writes them; `symbolKey` for signs that need a modifier on some keyboards. None: the palette alone has it. */
  press: string | readonly string[];
  /** What to print on the key caps. */
  caps: readonly string[];
  /** What it does, in a word or two. */
  label: string;
  /** Makes sense at the keys only: the palette leaves it out. */
  isMove?: true;
  /** How the palette draws it. */
  icon?: Component<{ size?: number }>;
  /** How the status line shows it, together with its counterpart; without it the line leaves it out. */
  hint?: { caps: readonly string[]; label: string };
  run(event: KeyboardEvent): void;
}

export interface KeyGroup {
  title: string;
  bindings: readonly KeyBinding[];
}

/** A sign wherever the reader's keyboard has it: plain, shifted or behind AltGr. */
export function symbolKey(sign: string): string {
  // Only what means something in a pattern may be escaped in one.
  const pattern = /[\^$.*+?()[\]{}|/\\]/.test(sign) ? `\\${sign}` : sign;
  return `[Shift]+[Control]+[Alt]+(${pattern})`;
}

/** The keys that work now, for the key handler, the status line and the sheet alike. */
export class Keymap {
  #groups = $state.raw<KeyGroup[]>([]);
  #singleKeys = $state(readSingleKeys());
  isSheetOpen = $state(false);
  isPaletteOpen = $state(false);
  /** What the palette begins with when it is opened the next time. */
  paletteStart = '';

  /** Something lies over the page, or will in a moment: keys are not for what is below. */
  get #isCovered(): boolean {
    return this.isSheetOpen || this.isPaletteOpen;
  }

  get groups(): KeyGroup[] {
    return this.#groups;
  }

  /** Whether keys work without a modifier; somebody who speaks to the computer may have to switch them off. */
  get singleKeys(): boolean {
    return this.#singleKeys;
  }

  set singleKeys(on: boolean) {
    this.#singleKeys = on;
    try {
      localStorage.setItem(storageKey, on ? 'on' : 'off');
    } catch {
      // Storage is blocked; the choice lasts until the page is left.
    }
  }

  /** Adds a group until the returned function is called. */
  add(group: KeyGroup): () => void {
    // Called in effects, which must not run again because of what they add here.
    this.#groups = [...untrack(() => this.#groups), group];
    const map: Record<string, (event: KeyboardEvent) => void> = {};
    for (const binding of group.bindings) {
      for (const press of [binding.press].flat()) {
        map[press] = (event) => {
          event.preventDefault();
          binding.run(event);
        };
      }
    }
    const remove = tinykeys(window, map, {
      ignore: (event) => !this.#singleKeys || this.#isCovered || isTakenElsewhere(event),
    });
    return () => {
      remove();
      this.#groups = untrack(() => this.#groups).filter((other) => other !== group);
    };
  }
}

function readSingleKeys(): boolean {
  try {
    return localStorage.getItem(storageKey) !== 'off';
  } catch {
    // Storage is blocked.
    return true;
  }
}

function isTakenElsewhere(event: KeyboardEvent): boolean {
  const target = event.target instanceof Element ? event.target : undefined;
  const isTyping = target?.matches('input, textarea, select, [contenteditable]') === true;
  return event.isComposing || isTyping || document.querySelector('dialog[open]') !== null;
}
