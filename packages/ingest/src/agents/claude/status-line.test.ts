import { StatusLineFact } from '@belfry/core';
import { Value } from 'typebox/value';
import { expect, it } from 'vitest';
import { readClaudeStatusLine } from './status-line.ts';

const atMs = Date.UTC(2026, 10, 2, 9);
const at = new Date(atMs).toISOString();

/** As Claude Code 2.1.330 says it before the first answer. */
function aStatusLine(fields: Record<string, unknown> = {}) {
  return {
    session_id: '0a0a0a0a-0000-4000-8000-00000000000a',
    cwd: '/home/ada/tower',
    model: { id: 'claude-opus-5-5', display_name: 'Opus 5.5' },
    cost: { total_cost_usd: 0 },
    context_window: {
      total_input_tokens: 0,
      context_window_size: 1_000_000,
      current_usage: null,
      used_percentage: null,
    },
    ...fields,
  };
}

it('what is not told yet is absent, and a cost of nothing is told', () => {
  const { fact, issue } = readClaudeStatusLine(aStatusLine(), atMs);
  expect(issue).toBeUndefined();
  expect(fact).toEqual({
    type: 'status-line',
    agent: 'claude',
    session: '0a0a0a0a-0000-4000-8000-00000000000a',
    at: atMs,
    cwd: '/home/ada/tower',
    model: 'claude-opus-5-5',
    contextWindow: 1_000_000,
    costMicros: 0,
  });
});

it('says context, cost and the windows of a plan', () => {
  const { fact } = readClaudeStatusLine(
    aStatusLine({
      cost: { total_cost_usd: 0.0231398 },
      context_window: {
        total_input_tokens: 14_654,
        context_window_size: 200_000,
        current_usage: { input_tokens: 7 },
        used_percentage: 7,
      },
      rate_limits: {
        five_hour: { used_percentage: 42.5, resets_at: 1_793_620_800 },
        seven_day: { used_percentage: 105 },
        spend_limit: { used_percentage: 3, resets_at: 1_793_620_800, used_usd: 1, limit_usd: 30 },
        broken: { used_percentage: 'much' },
      },
    }),
    atMs,
  );
  const resetsAt = '2026-11-02T12:00:00.000Z';
  expect(fact).toMatchObject({
    contextTokens: 14_654,
    contextWindow: 200_000,
    contextPercent: 7,
    costMicros: 23_140,
    quota: [
      { agent: 'claude', limit: 'five_hour', windowMinutes: 300, usedPercent: 42.5, resetsAt, at },
      { agent: 'claude', limit: 'seven_day', windowMinutes: 10_080, usedPercent: 105, at },
      { agent: 'claude', limit: 'spend_limit', usedPercent: 3, resetsAt, at },
    ],
  });
  expect(Value.Check(StatusLineFact, fact)).toBe(true);
});

it('a compaction leaves nothing in the window, which is told', () => {
  const window = { total_input_tokens: 0, current_usage: {}, used_percentage: 0 };
  const { fact } = readClaudeStatusLine(aStatusLine({ context_window: window }), atMs);
  expect(fact).toMatchObject({ contextTokens: 0, contextPercent: 0 });
});

it.each([[null], [7], [{}], [{ session_id: '' }]])('%j is an issue', (payload) => {
  expect(readClaudeStatusLine(payload, atMs)).toMatchObject({ issue: { code: 'wrong-shape' } });
});

it('fields of wrong types are absent', () => {
  const odd = { cost: 'free', context_window: [], rate_limits: 4, model: 'x', cwd: {} };
  const { fact } = readClaudeStatusLine(aStatusLine(odd), atMs);
  expect(fact).toEqual({
    type: 'status-line',
    agent: 'claude',
    session: '0a0a0a0a-0000-4000-8000-00000000000a',
    at: atMs,
  });
});
