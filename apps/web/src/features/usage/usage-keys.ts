import type { KeyGroup } from '../frame/keymap.svelte.ts';
import { dimensions, ranges, type UsagePlace } from './usage-place.ts';

interface UsageActions {
  place(): UsagePlace;
  periods(): string[];
  change(part: Partial<UsagePlace>): void;
  save(format: 'csv' | 'json'): void;
  showSessions(): void;
}

/** Keys of the usage page. */
export function usageKeys({ place, periods, change, save, showSessions }: UsageActions): KeyGroup {
  const step = (by: number) => {
    const { range } = place();
    const at = typeof range === 'string' ? ranges.indexOf(range) : ranges.indexOf('month');
    const next = ranges[Math.min(Math.max(at + by, 0), ranges.length - 1)];
    if (next !== undefined && next !== range) change({ range: next, period: undefined });
  };
  const move = (by: number) => {
    const all = periods();
    const { period } = place();
    const at = period === undefined ? all.length - (by < 0 ? 0 : 1) : all.indexOf(period);
    const next = all[Math.min(Math.max(at + by, 0), all.length - 1)];
    if (next !== undefined) change({ period: next });
  };
  const group = () => {
    const next = dimensions[(dimensions.indexOf(place().by) + 1) % dimensions.length];
    if (next !== undefined) change({ by: next });
  };
  return {
    title: 'Usage',
    bindings: [
      {
        press: '[',
        caps: ['['],
        label: 'shorter range',
        hint: { caps: ['[', ']'], label: 'range' },
        run: () => step(-1),
      },
      { press: ']', caps: [']'], label: 'longer range', run: () => step(1) },
      { press: 'b', caps: ['b'], label: 'group by', hint: { caps: ['b'], label: 'group by' }, run: group },
      {
        press: 'm',
        caps: ['m'],
        label: 'cost or tokens',
        run: () => change({ measure: place().measure === 'cost' ? 'tokens' : 'cost' }),
      },
      {
        press: 'ArrowLeft',
        caps: ['←'],
        label: 'bar before',
        hint: { caps: ['←', '→'], label: 'day' },
        run: () => move(-1),
      },
      { press: 'ArrowRight', caps: ['→'], label: 'bar after', run: () => move(1) },
      {
        press: 'l',
        caps: ['l'],
        label: 'sessions of the bar',
        hint: { caps: ['l'], label: 'sessions' },
        run: showSessions,
      },
      { press: 'x', caps: ['x'], label: 'save as CSV', hint: { caps: ['x'], label: 'export' }, run: () => save('csv') },
    ],
  };
}
