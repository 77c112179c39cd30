import { describe, expect, it } from 'vitest';
import type { RawObject } from '../raw-fields.ts';
import { stepEvent, stepRecord, type TokenState, type TokenStep, toTokenUsage } from './tokens.ts';

type Vector = [input: number, cached: number, output: number, reasoning?: number];

function counters([input, cached, output, reasoning = 0]: Vector): RawObject {
  return {
    input_tokens: input,
    cached_input_tokens: cached,
    output_tokens: output,
    reasoning_output_tokens: reasoning,
    total_tokens: input + output,
  };
}

const event = (total: Vector, last?: Vector) => (state: TokenState) =>
  stepEvent(state, { total_token_usage: counters(total), ...(last && { last_token_usage: counters(last) }) }, false);

const record = (usage: Vector, thread?: Vector) => (state: TokenState) =>
  stepRecord(state, { usage: counters(usage), ...(thread && { thread_token_usage: counters(thread) }) });

/** Input tokens of the requests that the records give, in order. */
function inputsOf(...records: ((state: TokenState) => TokenStep)[]): number[] {
  const inputs: number[] = [];
  let state: TokenState = { epoch: 0 };
  for (const step of records) {
    const { state: next, request } = step(state);
    if (request) inputs.push(request.usage.input);
    state = next;
  }
  return inputs;
}

describe('token_count events', () => {
  it('count once however often they are repeated', () => {
    const first = event([100, 0, 10], [100, 0, 10]);
    expect(inputsOf(first, first, event([300, 50, 20], [200, 50, 10]), event([300, 50, 20], [200, 50, 10]))).toEqual([
      100, 200,
    ]);
  });

  it('do not take an estimate of the context for a request', () => {
    expect(inputsOf(event([100, 0, 10], [100, 0, 10]), event([100, 0, 10], [40, 0, 0]))).toEqual([100]);
  });

  it('begin a new baseline when the counters fall, and never count below zero', () => {
    expect(inputsOf(event([900, 500, 90], [900, 500, 90]), event([200, 100, 5], [200, 100, 5]))).toEqual([900, 200]);
    expect(inputsOf(event([900, 500, 90], [900, 500, 90]), event([950, 400, 95], [150, 0, 5]))).toEqual([900, 150]);
    expect(inputsOf(event([900, 500, 90]), event([200, 100, 5]))).toEqual([900, 200]);
  });

  it('count the last request only where the counters continue those of another thread', () => {
    expect(inputsOf(event([5000, 4000, 300], [700, 600, 9]))).toEqual([700]);
  });

  it('count what grew when an event went missing', () => {
    expect(inputsOf(event([100, 0, 10], [100, 0, 10]), event([600, 0, 30], [200, 0, 10]))).toEqual([100, 500]);
  });

  it('count the request when the counters grew by less than it took', () => {
    expect(inputsOf(event([100, 0, 10], [100, 0, 10]), event([150, 0, 20], [140, 0, 10]))).toEqual([100, 140]);
  });

  it('skip a total that only says that the context is full', () => {
    const full = (state: TokenState) =>
      stepEvent(
        state,
        { total_token_usage: { total_tokens: 258400 }, last_token_usage: { total_tokens: 1000 } },
        false,
      );
    expect(inputsOf(event([100, 0, 10], [100, 0, 10]), full, event([80, 0, 4], [80, 0, 4]))).toEqual([100, 80]);
  });

  it('say nothing without counters', () => {
    expect(stepEvent({ epoch: 0 }, {}, false)).toEqual({ state: { epoch: 0 } });
    expect(inputsOf(event([0, 0, 0], [0, 0, 0]))).toEqual([]);
  });
});

describe('token_usage_records', () => {
  it('count each request once beside the events that repeat it, in either order', () => {
    const requests = inputsOf(
      record([100, 0, 10], [100, 0, 10]),
      event([100, 0, 10], [100, 0, 10]),
      event([300, 50, 20], [200, 50, 10]),
      record([200, 50, 10], [300, 50, 20]),
      record([30, 0, 1], [330, 50, 21]),
      event([330, 50, 21], [30, 0, 1]),
      event([330, 50, 21], [30, 0, 1]),
    );
    expect(requests).toEqual([100, 200, 30]);
  });

  it('pair with their event when thread and process count from different baselines', () => {
    const requests = inputsOf(
      record([100, 0, 10], [5100, 0, 110]),
      event([100, 0, 10], [100, 0, 10]),
      event([150, 0, 12], [50, 0, 2]),
      record([50, 0, 2], [5150, 0, 112]),
    );
    expect(requests).toEqual([100, 50]);
  });

  it('add to events written before the agent had them', () => {
    expect(
      inputsOf(event([100, 0, 10], [100, 0, 10]), record([70, 0, 7], [170, 0, 17]), event([170, 0, 17], [70, 0, 7])),
    ).toEqual([100, 70]);
  });

  it('count without a thread total, and not at all when they are empty', () => {
    expect(inputsOf(record([100, 0, 10]), record([0, 0, 0]), record([20, 0, 2]))).toEqual([100, 20]);
  });
});

describe('token fields', () => {
  const usage = { input: 1000, cached: 600, cacheWrite: 0, output: 50, reasoning: 20, total: 1050 };

  it('give uncached input, and leave reasoning a part of the output', () => {
    expect(toTokenUsage(usage)).toMatchObject({ input: 400, cacheRead: 600, output: 50, reasoning: 20 });
  });

  it('take cache writes out of the input when the total shows that they are in it', () => {
    expect(toTokenUsage({ ...usage, cacheWrite: 300 })).toMatchObject({ input: 100, cacheWrite5m: 300 });
    expect(toTokenUsage({ ...usage, cacheWrite: 300, total: 1350 })).toMatchObject({ input: 400, cacheWrite5m: 300 });
  });

  it('are never negative, whatever a model server reports', () => {
    expect(toTokenUsage({ ...usage, input: 10 })).toMatchObject({ input: 10, cacheRead: 600 });
    expect(toTokenUsage({ ...usage, reasoning: 90 })).toMatchObject({ reasoning: 50 });
  });
});
