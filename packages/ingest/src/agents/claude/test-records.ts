import type { Fact, Issue } from '@belfry/core';
import type { RawObject } from '../raw-fields.ts';
import { claude } from './index.ts';
import type { ClaudeState } from './state.ts';

/** Session every built record belongs to unless it says otherwise. */
export const session = '0a0a0a0a-0000-4000-8000-00000000000a';
export const mainPath = `projects/-home-ada/${session}.jsonl`;

let serial = 0;

/** A record of the conversation with all of the envelope. */
export function aRecord(fields: RawObject): RawObject {
  serial++;
  return {
    parentUuid: `parent-${serial}`,
    isSidechain: false,
    uuid: `uuid-${serial}`,
    timestamp: new Date(Date.UTC(2026, 0, 1, 0, 0, serial)).toISOString(),
    sessionId: session,
    cwd: '/home/ada',
    version: '2.1.100',
    ...fields,
  };
}

export function aUser(content: unknown, fields: RawObject = {}): RawObject {
  return aRecord({ type: 'user', message: { role: 'user', content }, ...fields });
}

export function aReply(
  id: string,
  block: RawObject | string,
  fields: RawObject = {},
  message: RawObject = {},
): RawObject {
  const content = [typeof block === 'string' ? { type: 'text', text: block } : block];
  return aRecord({
    type: 'assistant',
    requestId: `req-${id}`,
    message: { id, role: 'assistant', model: 'claude-opus', content, usage: { output_tokens: 1 }, ...message },
    ...fields,
  });
}

export function aCall(id: string, name: string, input: RawObject): RawObject {
  return { type: 'tool_use', id, name, input };
}

export function aResult(callId: string, content: unknown, fields: RawObject = {}, block: RawObject = {}): RawObject {
  return aUser([{ type: 'tool_result', tool_use_id: callId, content, ...block }], fields);
}

export interface Reading {
  facts: Fact[];
  issues: Issue[];
  state: ClaudeState;
  /** Offset of each record. */
  offsets: number[];
}

/** Reads records as the lines of a file. */
export function read(records: readonly RawObject[], path = mainPath): Reading {
  const kind = claude.classify(path) ?? { format: 'jsonl', role: 'transcript' };
  let state = claude.begin({ path, kind });
  let offset = 0;
  const reading: Omit<Reading, 'state'> = { facts: [], issues: [], offsets: [] };
  for (const value of records) {
    const length = Buffer.byteLength(JSON.stringify(value));
    const parsed = claude.parse(state, { value, offset, length });
    reading.facts.push(...parsed.facts);
    reading.issues.push(...parsed.issues);
    reading.offsets.push(offset);
    state = parsed.state;
    offset += length + 1;
  }
  return { ...reading, state };
}

/** The facts of one type. */
export function factsOf<Type extends Fact['type']>(reading: Reading, type: Type): Extract<Fact, { type: Type }>[] {
  return reading.facts.filter((fact): fact is Extract<Fact, { type: Type }> => fact.type === type);
}

/** All patches of one session, folded: the last one wins. */
export function patchOf(reading: Reading, of = session): RawObject {
  return Object.assign({}, ...factsOf(reading, 'session').flatMap((fact) => (fact.session === of ? [fact.patch] : [])));
}
