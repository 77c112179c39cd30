import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import type { RawObject } from '../raw-fields.ts';
import { claude } from './index.ts';
import { aCall, aRecord, aReply, aResult, aUser, mainPath } from './test-records.ts';

function inspect(records: readonly RawObject[], badLines = 0): Record<string, unknown> {
  const inspector = claude.inspect({ path: mainPath, kind: { format: 'jsonl', role: 'transcript' } });
  for (const value of records) inspector.add({ value, offset: 0, length: 0 });
  return inspector.report(badLines);
}

describe('inspect', () => {
  it('counts prompts, and those of a human', () => {
    const records = [
      aUser('one'),
      aUser('<command-name>/x</command-name>'),
      aUser('two', { isMeta: true }),
      aUser('three', { isSidechain: true }),
      aUser('four', { isCompactSummary: true }),
      aResult('t1', 'x'),
    ];
    expect(inspect(records)).toMatchObject({
      records: 6,
      userRecords: 6,
      prompts: 2,
      humanPrompts: 1,
      compactSummaries: 1,
    });
  });

  it('counts a response once, with the record of the most output', () => {
    const reply = (output: number) => aReply('m1', 'x', {}, { usage: { input_tokens: 2, output_tokens: output } });
    expect(inspect([reply(1), reply(9), reply(4), aReply('m2', 'y')])).toMatchObject({
      assistantRecords: 4,
      assistantMessages: 2,
      responses: 2,
      tokens: { inputTokens: 2, outputTokens: 10, cache5m: 0, cache1h: 0 },
      tokensFirst: { outputTokens: 2 },
      tokensNaive: { inputTokens: 6, outputTokens: 15 },
    });
  });

  it('does not group what has no id', () => {
    const bare = () => aReply('m', 'x', { requestId: undefined }, { id: undefined });
    expect(inspect([bare(), bare()])).toMatchObject({ responses: 2, assistantMessages: 0 });
  });

  it('counts calls by distinct id, and those without their other half', () => {
    const records = [
      aReply('m1', aCall('t1', 'Bash', {})),
      aReply('m1', aCall('t1', 'Bash', {})),
      aReply('m1', aCall('t2', 'Read', {})),
      aResult('t2', 'no', {}, { is_error: true }),
      aResult('t3', 'whose?'),
    ];
    expect(inspect(records)).toMatchObject({
      toolCalls: 2,
      toolCallsByName: { Bash: 1, Read: 1 },
      toolResults: 2,
      toolErrors: 1,
      callsWithoutResult: 1,
      resultsWithoutCall: 1,
    });
  });

  it('notes dangling parents, double lines, titles, times and origins', () => {
    const first = aUser('one', { uuid: 'a', parentUuid: null, timestamp: '2026-01-02T00:00:00Z' });
    const records = [
      first,
      first,
      aReply('m1', 'x', { parentUuid: 'a', timestamp: '2026-01-01T00:00:00Z', requestSessionId: 'elsewhere' }),
      aUser('two', { parentUuid: 'lost', timestamp: '2026-01-03T00:00:00Z' }),
      { type: 'ai-title', aiTitle: 'A' },
      { type: 'ai-title', aiTitle: 'B' },
      { type: 'ai-title', aiTitle: 'A' },
    ];
    expect(inspect(records, 3)).toMatchObject({
      badLines: 3,
      duplicateUuids: 1,
      danglingParents: 1,
      firstTs: '2026-01-01T00:00:00Z',
      lastTs: '2026-01-03T00:00:00Z',
      titles: { 'ai-title': ['A', 'B'] },
      forkedFromSessions: ['elsewhere'],
      replayedResponses: 1,
    });
    expect(inspect([aRecord({ type: 'user' })])).not.toHaveProperty('forkedFromSessions');
  });
});

const samples =
  process.env.BELFRY_SAMPLES ?? fileURLToPath(new URL('../../../../../../shared/samples', import.meta.url));

describe.runIf(existsSync(`${samples}/expected.json`))('on real transcripts', () => {
  const expected: Record<string, { expected: RawObject }> = existsSync(`${samples}/expected.json`)
    ? JSON.parse(readFileSync(`${samples}/expected.json`, 'utf8'))
    : {};
  const files = Object.keys(expected).filter((file) => file.startsWith('claude/'));

  it.each(files)('counts %s as an independent reader did', (file) => {
    const lines = readFileSync(`${samples}/${file}`, 'utf8').split('\n').filter(Boolean);
    const report = inspect(lines.map((line) => JSON.parse(line)));
    for (const [field, value] of Object.entries(expected[file]?.expected ?? {})) {
      expect(report[toCamelCase(field)], field).toEqual(field.startsWith('tokens') ? camelCased(value) : value);
    }
  });
});

function toCamelCase(name: string): string {
  return name.replaceAll(/_([a-z0-9])/g, (_, letter: string) => letter.toUpperCase());
}

function camelCased(value: unknown): unknown {
  return Object.fromEntries(Object.entries(value as RawObject).map(([key, count]) => [toCamelCase(key), count]));
}
