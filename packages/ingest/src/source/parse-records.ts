import type { Fact, Issue, SessionBounds } from '@belfry/core';
import type { AgentDefinition, Parsed, RawRecord } from '../agent.ts';
import { createSessionSpans } from './session-span.ts';

export interface ParsedRecords {
  /** The parser's state after the records. */
  state: unknown;
  facts: Fact[];
  issues: Issue[];
  bounds: SessionBounds[];
}

/** Runs records through an agent's parser. A parser that throws loses that one record, and says so. */
export function parseRecords(agent: AgentDefinition, begin: unknown, records: readonly RawRecord[]): ParsedRecords {
  const spans = createSessionSpans();
  const facts: Fact[] = [];
  const issues: Issue[] = [];
  let state = begin;
  for (const record of records) {
    const parsed = parseOne(agent, state, record);
    state = parsed.state;
    for (const fact of parsed.facts) facts.push(fact);
    for (const issue of parsed.issues) issues.push(issue);
    spans.add(parsed);
  }
  return { state, facts, issues, bounds: spans.bounds() };
}

function parseOne(agent: AgentDefinition, state: unknown, record: RawRecord): Parsed<unknown> {
  try {
    return agent.parse(state, record);
  } catch (error) {
    const detail = `parser of ${agent.id} failed: ${error instanceof Error ? error.message : String(error)}`;
    const issue: Issue = { code: 'wrong-shape', detail, offset: record.offset, length: record.length, excerpt: '' };
    return { state, facts: [], issues: [issue] };
  }
}
