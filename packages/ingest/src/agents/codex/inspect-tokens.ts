import type { Fact } from '@belfry/core';
import { count, object, type RawObject } from '../raw-fields.ts';
import { type Counters, readCounters, sum } from './tokens.ts';

const none: Counters = { input: 0, cached: 0, cacheWrite: 0, output: 0, reasoning: 0, total: 0 };

/**
 * Token figures of one rollout. `tokensTotal` is the last cumulative counter, which begins anew when a session
 * is resumed by a new process; `ownTokens` are the requests this session made, across such restarts and without
 * the history it copied or refers to.
 */
export class InspectedTokens {
  #nullInfo = 0;
  #window: number | null = null;
  #total: RawObject | undefined;
  #previous: Counters | undefined;
  #naive = none;
  #changed = none;
  #records = 0;
  #recorded = none;
  /** What the cumulative counter held before the first request of its own. */
  #base = 0;
  #own = none;
  readonly #ownKeys = new Set<string>();

  addEvent(payload: RawObject): void {
    const info = object(payload, 'info');
    if (info === undefined) {
      this.#nullInfo += 1;
      return;
    }
    this.#window = count(info, 'model_context_window') ?? this.#window;
    const total = object(info, 'total_token_usage');
    const counters = readCounters(total);
    const last = readCounters(object(info, 'last_token_usage')) ?? none;
    this.#naive = sum(this.#naive, last);
    if (counters === undefined) return;
    this.#total = total;
    if (this.#previous === undefined || !isEqual(this.#previous, counters)) this.#changed = sum(this.#changed, last);
    this.#previous = counters;
  }

  addRecord(payload: RawObject): void {
    this.#records += 1;
    this.#recorded = sum(this.#recorded, readCounters(object(payload, 'usage')) ?? none);
  }

  /** Requests as the parser counts them; `cumulative` are the counters after the record. */
  addFacts(facts: readonly Fact[], isInherited: boolean, cumulative: Counters | undefined): void {
    if (this.#ownKeys.size === 0) this.#base = cumulative?.total ?? 0;
    for (const fact of facts) {
      if (fact.type !== 'request' || isInherited || this.#ownKeys.has(fact.key)) continue;
      this.#ownKeys.add(fact.key);
      const { input, cacheRead, cacheWrite5m, output, reasoning } = fact.tokens;
      const whole = input + cacheRead + cacheWrite5m;
      const total = whole + output;
      if (this.#ownKeys.size === 1) this.#base = Math.max(0, this.#base - total);
      this.#own = sum(this.#own, {
        input: whole,
        cached: cacheRead,
        cacheWrite: cacheWrite5m,
        output,
        reasoning,
        total,
      });
    }
  }

  report(): Record<string, unknown> {
    return {
      tokenCountNullInfo: this.#nullInfo,
      tokensTotal: this.#total === undefined ? null : asWritten(this.#total),
      tokensSumLastNaive: spelled(this.#naive),
      tokensSumLastChanged: spelled(this.#changed),
      ownTokens: spelled(this.#own),
      modelContextWindow: this.#window,
      inheritedTotalTokens: this.#base,
      ...(this.#records > 0 && {
        tokenUsageRecordSum: spelled(this.#recorded),
        tokenUsageRecords: this.#records,
      }),
    };
  }
}

const fields = [
  ['input_tokens', 'inputTokens', 'input'],
  ['cached_input_tokens', 'cachedInputTokens', 'cached'],
  ['cache_write_input_tokens', 'cacheWriteInputTokens', 'cacheWrite'],
  ['output_tokens', 'outputTokens', 'output'],
  ['reasoning_output_tokens', 'reasoningOutputTokens', 'reasoning'],
  ['total_tokens', 'totalTokens', 'total'],
] as const;

/** Only the counters the record has: older versions know no cache writes. */
function asWritten(value: RawObject): Record<string, number> {
  const counters = readCounters(value) ?? none;
  return Object.fromEntries(
    fields.filter(([raw]) => raw in value).map(([, spelling, key]) => [spelling, counters[key]]),
  );
}

function spelled(counters: Counters): Record<string, number> {
  return Object.fromEntries(fields.map(([, spelling, key]) => [spelling, counters[key]]));
}

function isEqual(a: Counters, b: Counters): boolean {
  return fields.every(([, , key]) => a[key] === b[key]);
}
