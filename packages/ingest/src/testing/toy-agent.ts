import type { Fact } from '@belfry/core';
import { defineAgent } from '../agent.ts';

interface ToyState {
  lines: number;
}

/**
 * The smallest agent there can be: lines `{"type":"say","id":"1","session":"s","text":"…","at":1}` are messages.
 * For tests of the engine, and to read before writing an agent.
 */
export const toyAgent = defineAgent<ToyState>({
  id: 'toy',
  label: 'Toy',
  sign: 'TY',
  version: { text: 2, usage: 1 },
  roots: ({ home, env }) => [{ path: env.TOY_HOME ?? `${home}/.toy`, via: env.TOY_HOME ? 'environment' : 'default' }],
  scopes: [{ path: 'talks', depth: Number.POSITIVE_INFINITY }],
  classify(path) {
    if (!path.startsWith('talks/')) return undefined;
    const session = path.slice('talks/'.length).replace(/\..*$/, '');
    if (path.endsWith('.jsonl')) return { format: 'jsonl', role: 'transcript', session };
    if (path.endsWith('.jsonl.zst')) return { format: 'jsonl', role: 'transcript', compression: 'zstd', session };
    if (path.endsWith('.json')) return { format: 'json', role: 'sidecar', session };
    if (path.endsWith('.txt')) return { format: 'opaque', role: 'sidecar', session };
    return undefined;
  },
  begin: () => ({ lines: 0 }),
  parse(state, { value, offset, length }) {
    const span = { offset, length };
    const next = { lines: state.lines + 1 };
    const { type, id, session, text, at } = value;
    if (type !== 'say' || typeof id !== 'string' || typeof session !== 'string') {
      const issue = { code: 'unknown-record', detail: String(type), ...span, excerpt: '' } as const;
      return { state: next, facts: [], issues: [issue] };
    }
    const time = Number.isSafeInteger(at) ? { at: at as number } : {};
    const preview = typeof text === 'string' ? text : '';
    const facts: Fact[] = [
      { type: 'message', session, span, key: id, record: id, role: 'user', variant: 'prompt', preview, ...time },
    ];
    return { state: next, facts, issues: [], session, ...time };
  },
  content: (record) => (typeof record.text === 'string' ? [{ type: 'text', text: record.text }] : []),
  inspect() {
    let records = 0;
    return {
      add() {
        records += 1;
      },
      report: (badLines) => ({ records, badLines }),
    };
  },
});
