import type { BurnMark } from './kept-numbers.ts';
import type { BurnRateStyle } from './statusline-flags.ts';

/** How a status line looks; the same for the command and for the shell client, which has it written in. */
export interface StatuslineStyle {
  burnRate: BurnRateStyle;
  /** Percent of the context below which it is green, and below which it is yellow. */
  low: number;
  medium: number;
  color: boolean;
}

const emoji: Record<BurnMark, string> = { normal: '🟢', moderate: '🟡', high: '🔴', '-': '' };

/** What stands behind the burn rate, with a blank before it. */
export function burnSuffix(mark: BurnMark, style: BurnRateStyle): string {
  if (mark === '-' || style === 'off') return '';
  const sign = style === 'text' ? '' : ` ${emoji[mark]}`;
  return style === 'emoji' ? sign : `${sign} (${mark})`;
}

export const contextColors = { green: 32, yellow: 33, red: 31 } as const;
