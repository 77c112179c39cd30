import type { TokenUsage } from '@belfry/core';
import { count, object, type RawObject } from '../raw-fields.ts';

/** Counters as the agent writes them: input includes both cache parts, output includes reasoning. */
export interface Counters {
  input: number;
  cached: number;
  cacheWrite: number;
  output: number;
  reasoning: number;
  total: number;
}

export interface TokenState {
  /** Cumulative counters as last seen. */
  total?: Counters;
  /** How often the cumulative counters began anew. */
  epoch: number;
  /** The request last counted, until the other family of records has told it too. */
  unpaired?: { by: 'record' | 'event'; usage: Counters };
}

/** A request that has to be counted, and the next state. */
export interface TokenStep {
  state: TokenState;
  request?: { usage: Counters; total: Counters | undefined };
}

export function readCounters(value: RawObject | undefined): Counters | undefined {
  if (value === undefined) return undefined;
  const input = count(value, 'input_tokens') ?? 0;
  const output = count(value, 'output_tokens') ?? 0;
  return {
    input,
    cached: count(value, 'cached_input_tokens') ?? 0,
    cacheWrite: count(value, 'cache_write_input_tokens') ?? 0,
    output,
    reasoning: count(value, 'reasoning_output_tokens') ?? 0,
    total: count(value, 'total_tokens') ?? input + output,
  };
}

/**
 * Reads a `token_count` event. Unchanged cumulative counters are a repeat, whatever `last_token_usage` says
 * (after a compaction it is an estimate of the context). A process that resumed a session counts from zero
 * again, and so may a compaction: counters that fell are a new baseline, and the request is what `last` says.
 * Otherwise the request is the difference, which is `last` unless an event went missing.
 */
export function stepEvent(state: TokenState, info: RawObject, isBaseline: boolean): TokenStep {
  const total = readCounters(object(info, 'total_token_usage'));
  const last = readCounters(object(info, 'last_token_usage'));
  if (total === undefined) return { state };
  const before = state.total;
  if (before !== undefined && isSame(before, total)) {
    return { state: state.unpaired?.by === 'record' ? settled(state) : state };
  }
  const epoch = before !== undefined && !isAtLeast(total, before) ? state.epoch + 1 : state.epoch;
  if (isBaseline) return { state: { total, epoch } };
  if (last !== undefined && state.unpaired?.by === 'record' && isSame(state.unpaired.usage, last)) {
    return { state: { total, epoch } };
  }
  const usage = requestUsage(before, total, last);
  if (isNothing(usage)) return { state: { total, epoch } };
  return { state: { total, epoch, unpaired: { by: 'event', usage: last ?? usage } }, request: { usage, total } };
}

/** Reads a `token_usage_record`, unless the event of the same request was counted already. */
export function stepRecord(state: TokenState, payload: RawObject): TokenStep {
  const usage = readCounters(object(payload, 'usage'));
  if (usage === undefined || isNothing(usage)) return { state };
  const total = readCounters(object(payload, 'thread_token_usage'));
  if (total !== undefined && state.total !== undefined && isSame(state.total, total)) return { state: settled(state) };
  if (state.unpaired?.by === 'event' && isSame(state.unpaired.usage, usage)) return { state: settled(state) };
  const fell = total !== undefined && state.total !== undefined && !isAtLeast(total, state.total);
  return {
    state: {
      total: total ?? sum(state.total, usage),
      epoch: fell ? state.epoch + 1 : state.epoch,
      unpaired: { by: 'record', usage },
    },
    request: { usage, total },
  };
}

function requestUsage(before: Counters | undefined, total: Counters, last: Counters | undefined): Counters {
  if (before === undefined || !isAtLeast(total, before)) return last ?? total;
  const grown = difference(total, before);
  return last === undefined || isAtLeast(grown, last) ? grown : last;
}

/** Exclusive token fields of a request. Cache writes have one price here, so they take the shorter-lived field. */
export function toTokenUsage(usage: Counters): TokenUsage {
  const { input, cached, cacheWrite, output, reasoning, total } = usage;
  // A server that counts cache writes beside the input shows it in the total.
  const writesInside = cacheWrite > 0 && total < input + cacheWrite + output;
  const cachedInside = cached <= input;
  const rest = input - (cachedInside ? cached : 0) - (writesInside ? cacheWrite : 0);
  return {
    input: Math.max(0, rest),
    output,
    reasoning: Math.min(reasoning, output),
    cacheRead: cached,
    cacheWrite5m: cacheWrite,
    cacheWrite1h: 0,
    webSearches: 0,
  };
}

/** The cumulative counters as text: together with the turn they name a request in every copy of it. */
export function vectorOf(total: Counters): string {
  return `${total.input}.${total.cached}.${total.cacheWrite}.${total.output}.${total.reasoning}`;
}

function settled(state: TokenState): TokenState {
  const { unpaired: _, ...rest } = state;
  return rest;
}

function isSame(a: Counters, b: Counters): boolean {
  return (
    a.input === b.input &&
    a.cached === b.cached &&
    a.cacheWrite === b.cacheWrite &&
    a.output === b.output &&
    a.reasoning === b.reasoning
  );
}

function isAtLeast(a: Counters, b: Counters): boolean {
  return (
    a.input >= b.input &&
    a.cached >= b.cached &&
    a.cacheWrite >= b.cacheWrite &&
    a.output >= b.output &&
    a.reasoning >= b.reasoning
  );
}

function isNothing(a: Counters): boolean {
  return a.input === 0 && a.output === 0 && a.cached === 0 && a.cacheWrite === 0;
}

export function sum(a: Counters | undefined, b: Counters): Counters {
  if (a === undefined) return b;
  return combine(a, b, 1);
}

function difference(a: Counters, b: Counters): Counters {
  return combine(a, b, -1);
}

function combine(a: Counters, b: Counters, sign: 1 | -1): Counters {
  return {
    input: a.input + sign * b.input,
    cached: a.cached + sign * b.cached,
    cacheWrite: a.cacheWrite + sign * b.cacheWrite,
    output: a.output + sign * b.output,
    reasoning: a.reasoning + sign * b.reasoning,
    total: a.total + sign * b.total,
  };
}
