import { Fact, Issue } from '@belfry/core';
import { Value } from 'typebox/value';
import { describe, expect, it } from 'vitest';
import type { AgentDefinition } from '../agent.ts';
import { readLine } from '../source/jsonl-records.ts';
import { nextLine } from '../source/line-splitter.ts';
import { describeJsonlFile } from './describe-jsonl.ts';
import { describeParser } from './describe-parser.ts';
import { describeUsage } from './describe-usage.ts';
import { type Fixture, readFixtures } from './fixture.ts';
import { toKeyedFacts } from './keyed-facts.ts';
import { createMemorySource } from './memory-source.ts';
import { createSourceReader } from './source-reader.ts';

export interface ConformanceOptions {
  /**
   * One line of JSON in the agent's own envelope whose kind no version of the agent ever wrote.
   * Default: an object with an unheard-of `type`.
   */
  unknownRecord?: string;
}

/**
 * Declares the conformance tests of one agent over its fixtures; call it at the top of a vitest file.
 * `fixturesDir` is laid out like the agent's root. What a file says is kept beside it in `<file>.facts.json`:
 * written when absent, renewed by `vitest -u`, to be read by a human in the diff.
 */
export function describeAgent<State>(
  definition: AgentDefinition<State>,
  fixturesDir: string,
  options: ConformanceOptions = {},
): void {
  const agent = definition as AgentDefinition;
  const fixtures = readFixtures(agent, fixturesDir);

  describe(`${agent.label} conforms`, () => {
    it('has fixtures', () => expect(fixtures.length).toBeGreaterThan(0));

    it('names its places by path alone', () => {
      expect(agent.id).toMatch(/^[a-z][a-z0-9-]*$/);
      expect(agent.sign).toHaveLength(2);
      expect(agent.classify('no/such/thing.bin')).toBeUndefined();
      const environment = { home: '/home/somebody', platform: 'linux', env: {} } as const;
      expect(agent.roots(environment)).toEqual(agent.roots(environment));
      expect(agent.scopes.length).toBeGreaterThan(0);
    });

    describe.each(fixtures)('$path', (fixture) => {
      describeContent(agent, fixture);
      describeParser(agent, fixture);
      describeUsage(agent, fixture);
      if (fixture.source.format === 'jsonl' && !fixture.source.compression) {
        describeJsonlFile(agent, fixture, options.unknownRecord ?? '{"type":"belfry-never-heard-of"}');
      }
    });
  });
}

function describeContent(agent: AgentDefinition, fixture: Fixture): void {
  const read = () => {
    const memory = createMemorySource(fixture.bytes);
    const reader = createSourceReader(agent, fixture.source, memory.open);
    reader.read();
    return reader;
  };

  it('says what it said before', async () => {
    const reader = read();
    const said = {
      facts: reader.facts(),
      issues: reader.issues(),
      bounds: reader.batches.flatMap((batch) => batch.bounds),
    };
    await expect(`${JSON.stringify(said, null, 2)}\n`).toMatchFileSnapshot(fixture.goldenPath);
  });

  it('gives facts and issues of the declared shape, placed inside the file', () => {
    const reader = read();
    for (const fact of reader.facts()) {
      expect([...Value.Errors(Fact, fact)], JSON.stringify(fact)).toEqual([]);
      expect(fact.span.offset).toBeGreaterThanOrEqual(0);
      expect(fact.span.offset + fact.span.length).toBeLessThanOrEqual(reader.bytes().length);
    }
    for (const issue of reader.issues()) {
      expect([...Value.Errors(Issue, issue)], JSON.stringify(issue)).toEqual([]);
      expect([...issue.excerpt].length).toBeLessThanOrEqual(120);
    }
  });

  it('says the same when it is read again', () => {
    const once = read().facts();
    expect(read().facts()).toEqual(once);
    expect(toKeyedFacts([...once, ...once])).toEqual(toKeyedFacts(once));
  });

  it('finds content for every record and counts it', () => {
    const inspector = agent.inspect({ path: fixture.path, kind: fixture.source });
    const bytes = read().bytes();
    if (fixture.source.format !== 'jsonl') return;
    for (let line = nextLine(bytes, 0); line; line = nextLine(bytes, line.next)) {
      if (line.start === line.end) continue;
      for (const record of readLine(bytes, 0, line.start, line.end).records) {
        expect(Array.isArray(agent.content(record.value))).toBe(true);
        inspector.add(record);
      }
    }
    expect(JSON.parse(JSON.stringify(inspector.report(0)))).toBeTypeOf('object');
  });
}
