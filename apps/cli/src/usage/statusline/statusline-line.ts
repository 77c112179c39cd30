import { toDollars, toFixed } from './fixed.ts';
import type { KeptNumbers } from './kept-numbers.ts';
import type { StatuslinePayload } from './payload.ts';
import { burnSuffix, contextColors, type StatuslineStyle } from './statusline-style.ts';

const grouped = new Intl.NumberFormat('en-US', { maximumFractionDigits: 0 });

/**
 * The line: model, costs, burn rate, context and official quota. The shell client writes the same, character for character.
 * `session` is the session's cost where it is not Claude Code's own figure.
 */
export function toStatusline(
  payload: StatuslinePayload,
  kept: KeptNumbers | undefined,
  { style, session, note }: { style: StatuslineStyle; session?: string; note?: string },
): string {
  const parts = [payload.model, [session ?? `${toDollars(payload.cost ?? 0)} session`, ...toCosts(kept)].join(' / ')];
  if (kept !== undefined && kept.burn !== '-') parts.push(`${kept.burn}${burnSuffix(kept.burnMark, style.burnRate)}`);
  const context = toContext(payload, style);
  if (context !== undefined) parts.push(context);
  const { fiveHourPercent, sevenDayPercent } = payload;
  const quota = [
    ...(fiveHourPercent === undefined ? [] : [`5h ${toFixed(fiveHourPercent, 0)}%`]),
    ...(sevenDayPercent === undefined ? [] : [`7d ${toFixed(sevenDayPercent, 0)}%`]),
  ];
  if (quota.length > 0) parts.push(quota.join(' '));
  if (note !== undefined) parts.push(note);
  return parts.join(' | ');
}

function toCosts(kept: KeptNumbers | undefined): string[] {
  if (kept === undefined) return [];
  if (kept.block === '-') return [`${kept.today} today`, 'no block'];
  return [`${kept.today} today`, `${kept.block} block until ${kept.blockEnds}`];
}

function toContext({ contextTokens, contextPercent }: StatuslinePayload, style: StatuslineStyle): string | undefined {
  if (contextPercent === undefined) return undefined;
  const text = `${grouped.format(contextTokens ?? 0)} tokens (${toFixed(contextPercent, 0)}%)`;
  if (!style.color) return text;
  const { low, medium } = style;
  const color =
    contextPercent < low ? contextColors.green : contextPercent < medium ? contextColors.yellow : contextColors.red;
  return `\u001b[${color}m${text}\u001b[0m`;
}
