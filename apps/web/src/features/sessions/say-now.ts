import { formatWhen } from '../../format/time.ts';
import type { Arrangement } from './arrange.ts';

interface Sentence {
  strong: string;
  rest: string;
}

/** The page's first sentence: who needs the reader, then what goes on, and how long ago when nothing does. */
export function sayNow(arrangement: Arrangement, lastAt: string | undefined, now: number): Sentence {
  const { you, trouble, working, unclear, idle, today } = arrangement;
  const strong = you.length === 0 ? 'Nothing needs you' : `${you.length} ${you.length === 1 ? 'needs' : 'need'} you`;
  const counts: [number, string][] = [
    [working.length, 'working'],
    [trouble.length, 'in trouble'],
    [idle.length, 'idle'],
    [unclear.length, 'unknown'],
    [today.length, 'earlier today'],
  ];
  const rest = counts.filter(([count]) => count > 0).map(([count, word]) => `${count} ${word}`);
  if (rest.length > 0) return { strong, rest: `, ${rest.join(', ')}` };
  const isOld = you.length === 0 && lastAt !== undefined;
  return { strong, rest: isOld ? `, the last record is of ${formatWhen(lastAt, now)}` : '' };
}
