import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { quote } from '../../hooks/client-scripts.ts';
import { toClientScript } from './client-script.ts';
import { type KeptNumbers, parseKeptLine, toBurnMark, toKeptLine } from './kept-numbers.ts';
import { parsePayload } from './payload.ts';
import { toStatusline } from './statusline-line.ts';
import type { StatuslineStyle } from './statusline-style.ts';

const plain: StatuslineStyle = { burnRate: 'off', low: 50, medium: 80, color: false };
const kept: KeptNumbers = {
  pid: process.pid,
  today: '$3.10',
  block: '$1.20',
  blockEnds: '19:00',
  burn: '$0.80/h',
  burnMark: 'moderate',
};
const aPayload = (more: Record<string, unknown> = {}): string =>
  JSON.stringify({
    session_id: '8d87df0b',
    model: { id: 'claude-opus-5-5', display_name: 'Opus 5.5' },
    cost: { total_cost_usd: 0.4267, total_duration_ms: 1 },
    context_window: {
      total_input_tokens: 1_234_567,
      current_usage: { input_tokens: 7, output_tokens: 73 },
      used_percentage: 61.7,
    },
    rate_limits: {
      five_hour: { used_percentage: 23.4, resets_at: 1 },
      seven_day: { used_percentage: 105, resets_at: 2 },
    },
    ...more,
  });

let directory: string;
beforeAll(() => {
  directory = mkdtempSync(join(tmpdir(), "belfry's statusline-"));
});
afterAll(() => rmSync(directory, { recursive: true, force: true }));

/** What the shell client prints; `numbers` is what a daemon left, if any. */
function client(input: string, numbers: KeptNumbers | undefined, style = plain): string {
  const file = join(directory, 'numbers');
  const script = join(directory, 'client.sh');
  rmSync(file, { force: true });
  if (numbers !== undefined) writeFileSync(file, toKeptLine(numbers));
  writeFileSync(script, toClientScript({ keptFile: file, spool: join(directory, 'spool') }, style));
  return execFileSync('/bin/sh', [script], { input, env: { PATH: '/nowhere' }, encoding: 'utf8' });
}

function command(input: string, numbers: KeptNumbers | undefined, style = plain): string {
  const payload = parsePayload(input);
  if (payload === undefined) throw new Error('no payload');
  return `${toStatusline(payload, numbers, { style, ...(numbers === undefined ? { note: 'belfry is not running' } : {}) })}\n`;
}

describe('a status line', () => {
  it('tells model, costs, burn rate, context and quota', () => {
    expect(command(aPayload(), kept)).toBe(
      'Opus 5.5 | $0.43 session / $3.10 today / $1.20 block until 19:00 | $0.80/h | 1,234,567 tokens (62%) | 5h 23% 7d 105%\n',
    );
  });

  it('marks the burn rate and the context as asked', () => {
    const style: StatuslineStyle = { burnRate: 'emoji-text', low: 50, medium: 80, color: true };
    const line = command(aPayload(), { ...kept, burnMark: 'high' }, style);
    expect(line).toContain('$0.80/h 🔴 (high)');
    expect(line).toContain('\u001b[33m1,234,567 tokens (62%)\u001b[0m');
  });

  it('is refused input that is none', () => {
    for (const text of ['', 'x', '[]', 'null', '{}', '{"session_id":7}']) expect(parsePayload(text)).toBeUndefined();
  });

  it.each([
    [0, 'normal'],
    [1999, 'normal'],
    [2000, 'moderate'],
    [5000, 'high'],
  ])('calls %i tokens a minute %s', (tokens, mark) => expect(toBurnMark(tokens)).toBe(mark));
});

describe('numbers kept for status lines', () => {
  it('come back from their line', () => expect(parseKeptLine(toKeptLine(kept))).toEqual(kept));
  it('are not read from a line of another make', () => {
    expect(parseKeptLine('belfry0 1 2 3 4 5 6')).toBeUndefined();
    expect(parseKeptLine('belfry1 1 $2')).toBeUndefined();
  });
});

describe.skipIf(process.platform === 'win32')('the shell client', () => {
  const styles: StatuslineStyle[] = [
    plain,
    { burnRate: 'emoji', low: 50, medium: 80, color: true },
    { burnRate: 'text', low: 70, medium: 90, color: true },
    { burnRate: 'emoji-text', low: 10, medium: 20, color: true },
  ];
  const inputs = [
    aPayload(),
    JSON.stringify(JSON.parse(aPayload()), null, 2),
    aPayload().replaceAll(/:(?=[^"]*(?:"[^"]*"[^"]*)*$)/g, ': '),
    aPayload({ cost: { total_cost_usd: 0 }, context_window: { total_input_tokens: 0, used_percentage: null } }),
    aPayload({ rate_limits: undefined }),
    aPayload({ rate_limits: { seven_day: { used_percentage: 3 } } }),
    aPayload({ model: { id: 'claude-haiku-4-5' }, context_window: { total_input_tokens: 999, used_percentage: 100 } }),
    aPayload({ cost: undefined, context_window: { total_input_tokens: 25_000, used_percentage: 12.5 } }),
  ];

  it.each(inputs)('prints what the command prints for %s', (input) => {
    for (const style of styles) {
      expect(client(input, kept, style)).toBe(command(input, kept, style));
      const quiet = { ...kept, block: '-', blockEnds: '-', burn: '-', burnMark: '-' as const };
      expect(client(input, quiet, style)).toBe(command(input, quiet, style));
    }
    expect(client(input, undefined)).toBe(command(input, undefined));
  });

  it('does not show what a daemon left that has ended', () => {
    expect(client(aPayload(), { ...kept, pid: 2 ** 22 - 1 })).toBe(command(aPayload(), undefined));
  });

  it('prints a line whatever it is given', () => {
    for (const text of ['', 'x', '{}', '{"a":', 'null\n\n']) {
      expect(client(text, kept)).toMatch(/^Claude \| \$0\.00 session .*\n$/);
    }
  });

  it('starts no other program', () => {
    const words = toClientScript({ keptFile: '/x', spool: '/y' }, plain).matchAll(/^\s*([a-z]+)(?= |$)/gm);
    const builtins = [
      'while',
      'done',
      'set',
      'for',
      'case',
      'esac',
      'if',
      'else',
      'fi',
      'then',
      'do',
      'printf',
      'number',
    ];
    const found = [...words].map(([, word = '']) => word).filter((word) => !builtins.includes(word));
    expect(new Set(found)).toEqual(new Set());
  });

  it('quotes what stands in it', () => expect(quote("a'b $c")).toBe(`'a'\\''b $c'`));

  const samples = resolve(
    process.env.BELFRY_SAMPLES ?? join(import.meta.dirname, '../../../../../../shared/samples'),
    'claude/gen/statusline_payloads.jsonl',
  );
  const lines = existsSync(samples) ? readFileSync(samples, 'utf8').trim().split('\n') : [];
  it.each(lines.slice(0, 40))('prints what the command prints for what Claude Code really says: %s', (line) => {
    expect(client(line, kept)).toBe(command(line, kept));
  });
});
