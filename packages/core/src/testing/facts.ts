import type { Fact } from '../facts.ts';
import { someTokens } from './sessions.ts';

type FactOf<T extends Fact['type']> = Extract<Fact, { type: T }>;

const base = { session: '11111111-1111-4111-8111-111111111111', span: { offset: 0, length: 100 } };
const at = Date.UTC(2026, 0, 2, 3, 0, 0);

const samples: { [T in Fact['type']]: FactOf<T> } = {
  session: { type: 'session', ...base, patch: { cwd: '/home/ada/engine', branch: 'main', version: '2.1.0' } },
  message: {
    type: 'message',
    ...base,
    key: 'msg_01',
    record: 'rec_01',
    role: 'assistant',
    variant: 'reply',
    at,
    model: 'claude-opus-4-8',
    preview: 'I look at the test first.',
  },
  'tool-call': {
    type: 'tool-call',
    ...base,
    callId: 'toolu_01',
    messageKey: 'msg_01',
    name: 'Bash',
    kind: 'shell',
    summary: 'npm test',
    at,
  },
  'tool-result': {
    type: 'tool-result',
    ...base,
    callId: 'toolu_01',
    record: 'rec_02',
    isError: false,
    outcome: 'exit 0',
    at,
    outputBytes: 8,
    answers: true,
  },
  link: { type: 'link', ...base, callId: 'toolu_01', child: '11111111-1111-4111-8111-111111111111/a1' },
  request: {
    type: 'request',
    ...base,
    key: 'msg_01:req_01',
    messageKey: 'msg_01',
    at,
    model: 'claude-opus-4-8',
    tokens: someTokens({ input: 12, output: 34 }),
    basis: 'counted',
    priceClass: 'standard',
  },
  quota: { type: 'quota', ...base, limit: 'five_hour', windowMinutes: 300, usedPercent: 25, at },
  abandon: { type: 'abandon', ...base, from: 0, to: 100 },
  'leaf-title': { type: 'leaf-title', ...base, leaf: 'rec_01', text: 'Fix the flaky test' },
  turn: { type: 'turn', ...base, mark: 'ended', at, turn: 'turn_01' },
};

/** One of every kind of fact. */
export const sampleFacts: readonly Fact[] = Object.values(samples);

/** A fact of that kind with defaults for what is not given. */
export function aFact<T extends Fact['type']>(type: T, fact: Partial<FactOf<T>> = {}): FactOf<T> {
  return { ...structuredClone(samples[type]), ...fact };
}
