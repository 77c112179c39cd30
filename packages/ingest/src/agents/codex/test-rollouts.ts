import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Fact, Issue } from '@belfry/core';
import { createMemorySource, createSourceReader } from '../../testing/index.ts';
import { codex } from './index.ts';

export const fixturesDir = join(import.meta.dirname, 'fixtures');

/** Fixtures the tests speak of. */
export const rollouts = {
  legacy: 'sessions/2026/08/01/rollout-2026-08-01T12-00-00-019fbcc4-2900-7000-8000-000000000001.jsonl',
  copyingFork: 'sessions/2026/08/01/rollout-2026-08-01T12-03-00-019fbcc6-e820-7000-8000-000000000005.jsonl',
  paginated: 'sessions/2026/11/02/rollout-2026-11-02T09-00-00-01a19b45-b800-7000-8000-000000000011.jsonl',
  subagent: 'sessions/2026/11/02/rollout-2026-11-02T09-00-05-01a19b45-cb88-7000-8000-000000000012.jsonl',
  referringFork: 'archived_sessions/rollout-2026-11-02T09-05-00-01a19b4a-4be0-7000-8000-000000000013.jsonl',
  early: 'sessions/2025/11/12/rollout-2025-11-12T10-00-00-019a774b-1280-7000-8000-000000000021.jsonl',
  bare: 'sessions/2025/08/20/rollout-2025-08-20T10-00-00-5f0c1d2e-0000-4000-8000-000000000041.jsonl',
} as const;

/** What a rollout says: a fixture, or records given. */
export function readRollout(path: string, records?: readonly object[]): { facts: Fact[]; issues: Issue[] } {
  const kind = codex.classify(path);
  if (kind === undefined) throw new Error(`${path} is no source`);
  const content = records === undefined ? readFileSync(join(fixturesDir, path)) : toLines(records);
  const source = { machine: 'm', root: fixturesDir, path, agent: 'codex', ...kind };
  const reader = createSourceReader(codex, source, createMemorySource(content).open);
  reader.read();
  return { facts: reader.facts(), issues: reader.issues() };
}

function toLines(records: readonly object[]): string {
  return `${records.map((record) => JSON.stringify(record)).join('\n')}\n`;
}

export function ofType<T extends Fact['type']>(facts: readonly Fact[], type: T): Extract<Fact, { type: T }>[] {
  return facts.filter((fact): fact is Extract<Fact, { type: T }> => fact.type === type);
}

const firstMs = Date.parse('2026-08-01T10:00:00Z');
let seconds = 0;

/** An envelope, each a second after the last. */
export function aRecord(type: string, payload: object): object {
  seconds += 1;
  return { timestamp: new Date(firstMs + seconds * 1000).toISOString(), type, payload };
}

export const anItem = (type: string, fields: object = {}) => aRecord('response_item', { type, ...fields });
export const anEvent = (type: string, fields: object = {}) => aRecord('event_msg', { type, ...fields });

export function aMessage(role: 'user' | 'assistant' | 'developer', text: string): object {
  const part = { type: role === 'assistant' ? 'output_text' : 'input_text', text };
  return anItem('message', { role, content: [part] });
}

export const somePath = 'sessions/2026/08/01/rollout-2026-08-01T12-00-00-019fbcc4-2900-7000-8000-0000000000ff.jsonl';
