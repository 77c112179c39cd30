import type { KeyBinding } from './keymap.svelte.ts';

interface ListMoves {
  /** What the rows are, in the singular. */
  noun: string;
  step(by: 1 | -1): void;
  /** To the first or the last row. */
  edge?(edge: 'start' | 'end'): void;
}

/** The keys that move through a list, the same on every page. */
export function listKeys({ noun, step, edge }: ListMoves): KeyBinding[] {
  const moves: KeyBinding[] = [
    {
      press: ['j', 'ArrowDown'],
      caps: ['j'],
      label: `next ${noun}`,
      hint: { caps: ['j', 'k'], label: noun },
      isMove: true,
      run: () => step(1),
    },
    { press: ['k', 'ArrowUp'], caps: ['k'], label: `previous ${noun}`, isMove: true, run: () => step(-1) },
  ];
  if (edge === undefined) return moves;
  return [
    ...moves,
    { press: 'Home', caps: ['Home'], label: `first ${noun}`, isMove: true, run: () => edge('start') },
    { press: 'End', caps: ['End'], label: `last ${noun}`, isMove: true, run: () => edge('end') },
  ];
}
