import { count, object, type RawObject } from '../../raw-fields.ts';

/** Token counters under the agent's own names; the last two only where the cache split was summed. */
export interface TokenSums {
  inputTokens: number;
  outputTokens: number;
  cacheCreationInputTokens: number;
  cacheReadInputTokens: number;
}

/** The same with cache writes by life time; a write without a split is a 5-minute write. */
export interface SplitTokenSums extends TokenSums {
  cache5m: number;
  cache1h: number;
}

interface Group {
  first: RawObject;
  largest: RawObject;
  replayed: boolean;
}

/** Collects the usage of records and sums it per response, per first record, and naively. */
export interface UsageGroups {
  /** `key` undefined: the record belongs to no group. */
  add(key: string | undefined, usage: RawObject, replayed: boolean): void;
  responses(): number;
  replayed(): number;
  /** Of each response the record with the most output tokens. */
  counted(): SplitTokenSums;
  first(): TokenSums;
  naive(): TokenSums;
}

export function createUsageGroups(): UsageGroups {
  const groups = new Map<string | number, Group>();
  const everything: RawObject[] = [];
  return {
    add(key, usage, replayed) {
      everything.push(usage);
      const id = key ?? everything.length;
      const group = groups.get(id);
      if (group === undefined) groups.set(id, { first: usage, largest: usage, replayed });
      else if (outputOf(usage) > outputOf(group.largest)) group.largest = usage;
    },
    responses: () => groups.size,
    replayed: () => [...groups.values()].filter((group) => group.replayed).length,
    counted() {
      const usages = [...groups.values()].map((group) => group.largest);
      return { ...toSums(usages), ...toSplit(usages) };
    },
    first: () => toSums([...groups.values()].map((group) => group.first)),
    naive: () => toSums(everything),
  };
}

function outputOf(usage: RawObject): number {
  return count(usage, 'output_tokens') ?? 0;
}

function toSums(usages: readonly RawObject[]): TokenSums {
  const total = (key: string) => usages.reduce((sum, usage) => sum + (count(usage, key) ?? 0), 0);
  return {
    inputTokens: total('input_tokens'),
    outputTokens: total('output_tokens'),
    cacheCreationInputTokens: total('cache_creation_input_tokens'),
    cacheReadInputTokens: total('cache_read_input_tokens'),
  };
}

function toSplit(usages: readonly RawObject[]): Pick<SplitTokenSums, 'cache5m' | 'cache1h'> {
  let cache5m = 0;
  let cache1h = 0;
  for (const usage of usages) {
    const split = object(usage, 'cache_creation');
    const short = count(split, 'ephemeral_5m_input_tokens') ?? 0;
    const long = count(split, 'ephemeral_1h_input_tokens') ?? 0;
    cache1h += long;
    cache5m += short + long > 0 ? short : (count(usage, 'cache_creation_input_tokens') ?? 0);
  }
  return { cache5m, cache1h };
}
