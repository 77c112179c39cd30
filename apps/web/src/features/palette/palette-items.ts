import type { SearchHit, Snippet, StateName } from '@belfry/core';
import type { Component } from 'svelte';
import type { PaletteGroup } from './palette-query.ts';

/** One line of the palette. */
export interface PaletteItem {
  key: string;
  group: PaletteGroup;
  icon: Component<{ size?: number }> | undefined;
  /** Of a live session: drawn in place of an icon. */
  state?: StateName;
  /** What it is called, with the places of the words that were typed. */
  title: Snippet;
  isCode: boolean;
  note: string;
  /** At the right: a time or the keys that do the same. */
  at: string;
  caps: readonly string[];
  /** Where it leads; an action has none. */
  href: string | undefined;
  hit: SearchHit | undefined;
  run(): void;
}

/** A whole text as a snippet. */
export function toTitle(text: string, marks: Snippet['marks']): Snippet {
  return { text, marks, cutBefore: false, cutAfter: false };
}
