import type { RequestFact } from '@belfry/core';
import { describe, expect, it } from 'vitest';
import { aMessage, anEvent, anItem, aRecord, ofType, readRollout, rollouts, somePath } from './test-rollouts.ts';

const usage = (input: number) => ({
  input_tokens: input,
  cached_input_tokens: 0,
  output_tokens: 1,
  total_tokens: input + 1,
});
const counted = (input: number) =>
  anEvent('token_count', { info: { total_token_usage: usage(input), last_token_usage: usage(input) } });

function requestsOf(...records: object[]): RequestFact[] {
  return ofType(readRollout(somePath, records).facts, 'request');
}

describe('requests', () => {
  it('count both families of one rollout once, and name the thread that made them', () => {
    const requests = ofType(readRollout(rollouts.paginated).facts, 'request');
    expect(requests.map((request) => request.tokens)).toMatchObject([
      { input: 1200, cacheRead: 500, cacheWrite5m: 300, output: 40, reasoning: 10 },
      { input: 1000, cacheRead: 2000, output: 30 },
      { input: 500, cacheRead: 3500, output: 5 },
      { input: 1000, cacheRead: 0, output: 50 },
    ]);
    const thread = '01a19b45-b800-7000-8000-000000000011';
    expect(requests.map((request) => request.owner)).toEqual([thread, undefined, thread, thread]);
    expect(new Set(requests.map((request) => request.key)).size).toBe(4);
  });

  it('go on after the counters restarted with a resumed session', () => {
    const requests = ofType(readRollout(rollouts.early).facts, 'request');
    expect(requests.map((request) => request.tokens.input)).toEqual([900, 300, 200, 200]);
    expect(new Set(requests.map((request) => request.key)).size).toBe(4);
  });

  it('are told apart when a resumed session reaches the same counters again', () => {
    const keys = requestsOf(counted(10), counted(40), counted(10), counted(40)).map((request) => request.key);
    expect(new Set(keys).size).toBe(4);
  });

  it('have the model of their turn and the tier of the thread', () => {
    const settings = (tier: string | null) =>
      anEvent('thread_settings_applied', { thread_settings: { service_tier: tier } });
    const requests = requestsOf(
      counted(1),
      aRecord('turn_context', { turn_id: 't1', model: 'gpt-5.5' }),
      settings('priority'),
      counted(20),
      aRecord('turn_context', { turn_id: 't2', model: 'gpt-5.5-mini' }),
      settings('default'),
      counted(300),
      settings(null),
      counted(4000),
    );
    expect(requests.map(({ model, priceClass }) => [model, priceClass])).toEqual([
      [undefined, 'standard'],
      ['gpt-5.5', 'priority'],
      ['gpt-5.5-mini', 'standard'],
      ['gpt-5.5-mini', 'standard'],
    ]);
  });

  it('hang on the reply they paid for', () => {
    const call = anItem('function_call', { name: 'exec_command', arguments: '{}', call_id: 'c' });
    const output = anItem('function_call_output', { call_id: 'c', output: '' });
    const started = anEvent('task_started', { turn_id: 't' });
    const { facts } = readRollout(somePath, [
      started,
      call,
      output,
      counted(10),
      aMessage('assistant', 'x'),
      counted(30),
    ]);
    const replies = ofType(facts, 'message').map((message) => message.key);
    expect(ofType(facts, 'request').map((request) => request.messageKey)).toEqual(replies);
  });

  it('of a version that counts before it writes hang on a reply only once it has begun', () => {
    const requests = requestsOf(counted(10), aMessage('assistant', 'a'), aMessage('user', 'b'), counted(30));
    expect(requests.map((request) => request.messageKey)).toEqual([undefined, undefined]);
  });

  it('are none without counters', () => {
    expect(requestsOf(anEvent('token_count', { info: null }), anEvent('token_count'))).toEqual([]);
  });
});

describe('the context window', () => {
  it('is said once until it changes', () => {
    const { facts } = readRollout(somePath, [
      anEvent('task_started', { turn_id: 't1', model_context_window: 1000 }),
      anEvent('task_started', { turn_id: 't2', model_context_window: 1000 }),
      anEvent('token_count', { info: { model_context_window: 2000 } }),
    ]);
    expect(ofType(facts, 'session').map((fact) => fact.patch)).toEqual([
      { contextWindow: 1000 },
      { contextWindow: 2000 },
    ]);
  });
});
