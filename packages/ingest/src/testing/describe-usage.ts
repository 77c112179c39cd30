import type { Fact } from '@belfry/core';
import { expect, it } from 'vitest';
import type { AgentDefinition } from '../agent.ts';
import { createUsageReader } from '../read-usage.ts';
import type { Fixture } from './fixture.ts';
import { createMemorySource } from './memory-source.ts';
import { createSourceReader } from './source-reader.ts';

/** What holds for reading requests only: the same as reading everything, however the lines are spaced. */
export function describeUsage(agent: AgentDefinition, fixture: Fixture): void {
  const { source } = fixture;

  it('finds the same requests when it reads nothing else', () => {
    expect(skimmed(fixture.bytes)).toEqual(parsed(fixture.bytes));
  });

  if (source.format !== 'jsonl' || source.compression) return;
  const lines = fixture.bytes.toString('utf8').split('\n');

  it('finds the same requests in lines with spaces after colons and commas', () => {
    const spaced = lines.map(withSpaces).join('\r\n');
    expect(skimmed(spaced)).toEqual(parsed(spaced));
  });

  it('finds the same requests when lines are torn or glued', () => {
    const broken = lines.map((line, index) => (index % 3 === 1 ? `${line.slice(0, line.length / 2)}` : line));
    for (const text of [broken.join('\n'), lines.join(''), lines.join('\n').slice(0, -20)]) {
      expect(skimmed(text)).toEqual(parsed(text));
    }
  });

  function skimmed(content: Uint8Array | string) {
    const reader = createUsageReader({ open: createMemorySource(content).open });
    const { requests, patches } = reader.read(agent, source);
    return { requests: withoutMessages(requests), places: toPlaces([...requests, ...patches]) };
  }

  function parsed(content: Uint8Array | string) {
    const reader = createSourceReader(agent, source, createMemorySource(content).open);
    reader.read();
    const facts = reader.facts();
    return { requests: withoutMessages(facts), places: toPlaces(facts) };
  }
}

/** Requests, but for what nobody asks a skim: the message each belongs to. */
function withoutMessages(facts: readonly Fact[]): Fact[] {
  return facts.flatMap((fact): Fact[] => {
    if (fact.type !== 'request') return [];
    const { messageKey: _, ...request } = fact;
    return [request];
  });
}

/** First directory and last branch of every session that has a request. */
function toPlaces(facts: readonly Fact[]): Record<string, { cwd?: string; branch?: string }> {
  const places: Record<string, { cwd?: string; branch?: string }> = {};
  for (const fact of facts) if (fact.type === 'request') places[fact.session] = {};
  for (const fact of facts) {
    const place = places[fact.session];
    if (fact.type !== 'session' || !place) continue;
    if (fact.patch.cwd !== undefined) place.cwd ??= fact.patch.cwd;
    if (fact.patch.branch !== undefined) place.branch = fact.patch.branch;
  }
  return places;
}

function withSpaces(line: string): string {
  try {
    return JSON.stringify(JSON.parse(line), null, 1).replace(/\n */g, ' ');
  } catch {
    // Torn in the fixture already.
    return line;
  }
}
