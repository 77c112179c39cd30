import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { RawObject } from '../raw-fields.ts';
import { codex } from './index.ts';
import { aMessage, anEvent, anItem, aRecord, fixturesDir, rollouts, somePath } from './test-rollouts.ts';

function inspect(records: readonly object[], path: string = somePath, badLines = 0): Record<string, unknown> {
  const kind = codex.classify(path) ?? ({ format: 'jsonl', role: 'transcript' } as const);
  const inspector = codex.inspect({ path, kind });
  for (const value of records) inspector.add({ value: value as RawObject, offset: 0, length: 0 });
  return inspector.report(badLines);
}

function inspectFile(file: string, path: string): Record<string, unknown> {
  const records: object[] = [];
  let badLines = 0;
  for (const line of readFileSync(file, 'utf8').split('\n')) {
    if (line.trim() === '') continue;
    try {
      records.push(JSON.parse(line) as object);
    } catch {
      // Counted, as the reader of lines would.
      badLines += 1;
    }
  }
  return inspect(records, path, badLines);
}

const usage = (input: number, cached: number, output: number) => ({
  input_tokens: input,
  cached_input_tokens: cached,
  output_tokens: output,
  total_tokens: input + output,
});
const spelled = (input: number, cached: number, output: number) => ({
  inputTokens: input,
  cachedInputTokens: cached,
  cacheWriteInputTokens: 0,
  outputTokens: output,
  reasoningOutputTokens: 0,
  totalTokens: input + output,
});
const counted = (total: object, last: object) =>
  anEvent('token_count', { info: { total_token_usage: total, last_token_usage: last, model_context_window: 1000 } });

describe('inspect', () => {
  it('counts records by kind, texts by role and calls by name', () => {
    const report = inspect(
      [
        aRecord('session_meta', { id: 'a', cli_version: '0.135.0', cwd: '/a', originator: 'codex-tui' }),
        aRecord('session_meta', { id: 'b' }),
        aRecord('turn_context', { model: 'm2' }),
        aRecord('turn_context', { model: 'm1' }),
        aMessage('user', '<environment_context>'),
        aMessage('user', 'ring'),
        anEvent('user_message', { message: 'ring' }),
        aMessage('assistant', 'rung'),
        anItem('function_call', { name: 'shell', call_id: 'c' }),
        anItem('function_call_output', { call_id: 'c', output: 'Exit code: 1\nOutput:\n' }),
        aRecord('mystery', {}),
      ],
      somePath,
      3,
    );
    expect(report).toMatchObject({
      badLines: 3,
      records: 11,
      types: { session_meta: 2, 'response_item/message': 3, 'event_msg/user_message': 1, mystery: 1 },
      sessionId: 'a',
      sessionMetas: 2,
      allMetaIds: ['a', 'b'],
      cliVersion: '0.135.0',
      models: ['m1', 'm2'],
      prompts: 1,
      userItems: 2,
      assistantItems: 1,
      toolCalls: 1,
      toolCallsByName: { shell: 1 },
      toolOutputs: 1,
      outputsNonzeroExit: 1,
      tokensTotal: null,
    });
  });

  it('tells the last counter, the sums beside it and what the session itself used', () => {
    const report = inspect([
      counted(usage(100, 10, 5), usage(100, 10, 5)),
      counted(usage(100, 10, 5), usage(100, 10, 5)),
      counted(usage(300, 60, 9), usage(200, 50, 4)),
      anEvent('token_count', { info: null }),
      counted(usage(70, 0, 1), usage(70, 0, 1)),
    ]);
    expect(report).toMatchObject({
      tokenCountEvents: 5,
      tokenCountNullInfo: 1,
      tokensTotal: { inputTokens: 70, cachedInputTokens: 0, outputTokens: 1, totalTokens: 71 },
      tokensSumLastNaive: spelled(470, 70, 15),
      tokensSumLastChanged: spelled(370, 60, 10),
      ownTokens: spelled(370, 60, 10),
      inheritedTotalTokens: 0,
      modelContextWindow: 1000,
    });
    expect(report.tokensTotal).not.toHaveProperty('cacheWriteInputTokens');
    expect(report).not.toHaveProperty('tokenUsageRecords');
  });

  it('leaves to the parent what a fork copied or refers to', () => {
    const fork = inspectFile(join(fixturesDir, rollouts.copyingFork), rollouts.copyingFork);
    expect(fork).toMatchObject({ inheritedTotalTokens: 11675, ownTokens: { inputTokens: 5100, totalTokens: 5105 } });
    const byReference = inspectFile(join(fixturesDir, rollouts.referringFork), rollouts.referringFork);
    expect(byReference).toMatchObject({ inheritedTotalTokens: 9075, ownTokens: { totalTokens: 5010 } });
  });

  it('adds up the usage records of a rollout that has them', () => {
    expect(inspectFile(join(fixturesDir, rollouts.paginated), rollouts.paginated)).toMatchObject({
      tokenUsageRecords: 4,
      tokenUsageRecordSum: { inputTokens: 10000, totalTokens: 10125 },
      ownTokens: { inputTokens: 10000, totalTokens: 10125 },
    });
  });
});

const samples = process.env.BELFRY_SAMPLES ?? join(import.meta.dirname, '../../../../../../shared/samples');
const expectedFile = join(samples, 'expected.json');

describe.runIf(existsSync(expectedFile))('real rollouts', () => {
  const expected = existsSync(expectedFile)
    ? (JSON.parse(readFileSync(expectedFile, 'utf8')) as Record<string, { agent_reader: string; expected: object }>)
    : {};
  const ours = Object.entries(expected).filter(([, entry]) => entry.agent_reader === 'codex');

  it.each(ours)('%s', (path, entry) => {
    const { ownTokens: _, ...report } = inspectFile(join(samples, path), path.replace(/^codex\/[^/]*\//, ''));
    expect(report).toEqual(toCamelCase(entry.expected));
  });
});

/** Keys that name fields become camelCase; those that name record kinds and tools stay. */
function toCamelCase(value: unknown, parent = ''): unknown {
  if (Array.isArray(value) || typeof value !== 'object' || value === null) return value;
  const isData = parent === 'types' || parent === 'tool_calls_by_name';
  const spell = (key: string) => (isData ? key : key.replace(/_([a-z])/g, (_, letter: string) => letter.toUpperCase()));
  return Object.fromEntries(Object.entries(value).map(([key, child]) => [spell(key), toCamelCase(child, key)]));
}
