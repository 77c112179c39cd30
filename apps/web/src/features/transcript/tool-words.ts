import type { ToolCallView } from '@belfry/core';
import { formatDuration, formatElapsed } from '../../format/duration.ts';

/** How a call went, in a word or two; `tone` picks its ink. */
export interface Verdict {
  text: string;
  tone: 'ok' | 'failed' | 'plain';
}

const longestWaitMs = 24 * 3_600_000;

/** The verdict on a call. A pending one says for how long; `now` decides. */
export function toVerdict(call: ToolCallView, now: number): Verdict {
  if (call.status === 'pending') {
    const ageMs = call.at === undefined ? undefined : now - Date.parse(call.at);
    // Nobody waits that long: whoever made the call has ended without an answer.
    if (ageMs !== undefined && ageMs > longestWaitMs) return { text: 'no result', tone: 'plain' };
    return { text: `no result yet${ageMs === undefined ? '' : `, ${formatDuration(ageMs)}`}`, tone: 'plain' };
  }
  const exitCode = call.results.find((result) => result.exitCode !== undefined)?.exitCode;
  const text = exitCode === undefined ? call.outcome : `exit ${exitCode}`;
  if (call.status === 'error') return { text: text || 'failed', tone: 'failed' };
  return { text, tone: exitCode === 0 ? 'ok' : exitCode === undefined ? 'plain' : 'failed' };
}

/** How long a finished call took, when both times are known and it is worth saying. */
export function spentOn(call: ToolCallView): string {
  if (call.at === undefined || call.finishedAt === undefined) return '';
  // A subagent's outcome says itself how long it took.
  if (call.kind === 'subagent' && call.outcome !== '') return '';
  const ms = Date.parse(call.finishedAt) - Date.parse(call.at);
  return ms >= 100 ? formatElapsed(ms) : '';
}

const nouns: Record<string, [one: string, many: string]> = {
  read: ['Read 1 file', 'Read # files'],
  search: ['searched once', 'searched # times'],
};

/** "Read 5 files, searched twice": what a row of looks did. */
export function sayLooks(calls: readonly Pick<ToolCallView, 'kind'>[]): string {
  const parts = ['read', 'search'].flatMap((kind) => {
    const count = calls.filter((call) => call.kind === kind).length;
    const [one, many] = nouns[kind] ?? ['', ''];
    if (count === 0) return [];
    return [count === 1 ? one : many.replace('#', String(count))];
  });
  const text = parts.join(', ').replace('searched 2 times', 'searched twice');
  return text.slice(0, 1).toUpperCase() + text.slice(1);
}

/** Output of all results of a call, standard error after the rest, without a last line end. */
export function outputOf(call: ToolCallView): string {
  return call.results
    .flatMap((result) => [result.text, result.stderr ?? ''])
    .filter((text) => text !== '')
    .join('\n')
    .replace(/\n+$/, '');
}

/** The input as it was given: a command as its own text, anything else as JSON. */
export function inputText(input: unknown): string {
  if (input === undefined || input === null) return '';
  if (typeof input === 'string') return input;
  const { command, cmd } = input as { command?: unknown; cmd?: unknown };
  const line = command ?? cmd;
  if (typeof line === 'string') return line;
  if (Array.isArray(line)) return line.at(-1) ?? '';
  return JSON.stringify(input, undefined, 2);
}
