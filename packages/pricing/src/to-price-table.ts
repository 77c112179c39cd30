import { promptSteps } from '@belfry/core';
import type { DatedPrice, ModelPrices, PriceTable, RateRow } from './price-table.ts';

/** Price of a kind of token, per million; the whole request costs `price` when its prompt has more than `start` tokens. */
type Price = number | { base: number; tiers: readonly { start: number; price: number }[] };

type Match =
  | { equals: string }
  | { starts_with: string }
  | { or: readonly Match[] }
  | { and: readonly Match[] }
  | { contains: string }
  | { ends_with: string }
  | { regex: string };

interface Conditional {
  constraint?: { type: string; start_date?: string; start_time?: string; end_time?: string };
  prices: Readonly<Record<string, Price | undefined>>;
}

/** A provider as the data of genai-prices describes it, as far as it matters here. */
export interface ProviderData {
  id: string;
  models: readonly {
    id: string;
    match: Match;
    prices: readonly Conditional[] | Conditional['prices'];
  }[];
}

/** Who makes models, and which of those on its price list are its own where others stand there too. */
const makers: Record<string, RegExp> = {
  anthropic: /^/,
  openai: /^/,
  google: /^(?:gemini|gemma)/,
  'x-ai': /^/,
  deepseek: /^/,
  moonshotai: /^/,
  mistral: /^/,
  minimax: /^/,
  zai: /^/,
  cohere: /^/,
  perplexity: /^sonar/,
  cursor: /^composer/,
  arcee: /^trinity/,
};

/** A maker's other price list, for another country. */
const secondLists = ['zhipuai'];

function rankOf(provider: string, model: string): number {
  if (makers[provider]?.test(model)) return 0;
  return secondLists.includes(provider) ? 1 : 2;
}

/** A table of the models that have a price for text; everything else the data holds is left out. */
export function toPriceTable(
  providers: readonly ProviderData[],
  {
    source,
    date,
    classes,
  }: Pick<PriceTable, 'source' | 'date'> & { classes: (model: ModelPrices) => ModelPrices['classes'] },
): PriceTable {
  const models = providers.flatMap((provider) => {
    const named = provider.models.map((model) => ({ model, names: toNames(model) }));
    const taken = new Set(named.flatMap(({ names }) => names));
    return named.flatMap(({ model, names }) => {
      const prices = toDatedPrices(model.prices);
      if (prices.length === 0) return [];
      // Often the only name that the data gives in full.
      const plain = model.id.replace(/-latest$/, '');
      const all = taken.has(plain) ? names : [...names, plain];
      const one: ModelPrices = { provider: provider.id, rank: rankOf(provider.id, model.id), names: all, prices };
      const known = classes(one);
      return [known === undefined ? one : { ...one, classes: known }];
    });
  });
  return { source, date, models };
}

/** Whole names only: what the data matches by a piece of a name is no name, except for how names begin. */
function toNames({ id, match }: ProviderData['models'][number]): string[] {
  const named = (one: Match): string[] => {
    if ('or' in one) return one.or.flatMap(named);
    if ('and' in one) return one.and.flatMap(named);
    if ('equals' in one) return [one.equals];
    return 'starts_with' in one ? [one.starts_with.replace(/[-@.:]+$/, '')] : [];
  };
  return [...new Set([id, ...named(match)])].filter((name) => name !== '');
}

function toDatedPrices(prices: ProviderData['models'][number]['prices']): DatedPrice[] {
  const all = isList(prices) ? prices : [{ prices }];
  return all.flatMap(({ constraint, prices: given }): DatedPrice[] => {
    const base = toRow(given, 0);
    if (base === undefined) return [];
    const price: DatedPrice = { rates: base };
    if (constraint?.start_date !== undefined) price.from = constraint.start_date.slice(0, 10);
    if (constraint?.start_time !== undefined && constraint.end_time !== undefined) {
      price.minutes = [toMinute(constraint.start_time), toMinute(constraint.end_time)];
    }
    const starts = new Set(
      Object.values(given).flatMap((one) => (isTiered(one) ? one.tiers.map(({ start }) => start) : [])),
    );
    const steps = [...starts].sort((a, b) => a - b).map((over) => ({ over, rates: toRow(given, over) ?? base }));
    if (steps.length > 0) price.steps = steps;
    return [price];
  });
}

function isList(prices: ProviderData['models'][number]['prices']): prices is readonly Conditional[] {
  return Array.isArray(prices);
}

function isTiered(price: Price | undefined): price is Exclude<Price, number> {
  return typeof price === 'object';
}

/** Rates of a request whose prompt has more than `over` tokens; nothing where text has no price. */
function toRow(prices: Conditional['prices'], over: number): RateRow | undefined {
  const at = (key: string): number | undefined => {
    const price = prices[key];
    if (!isTiered(price)) return price;
    return price.tiers.findLast(({ start }) => over >= start)?.price ?? price.base;
  };
  const [input, output] = [at('input_mtok'), at('output_mtok')];
  if (input === undefined || output === undefined) return undefined;
  const row: RateRow = { input: toRate(input), output: toRate(output) };
  const [read, write, write1h] = [at('cache_read_mtok'), at('cache_write_mtok'), at('cache_write_1h_mtok')];
  if (read !== undefined) row.cacheRead = toRate(read);
  if (write !== undefined) row.cacheWrite = toRate(write);
  if (write1h !== undefined) row.cacheWrite1h = toRate(write1h);
  const search = at('web_searches_kcount');
  if (search !== undefined) row.webSearch = Math.round(search * 1e9);
  return row;
}

function toRate(dollarsPerMillion: number): number {
  return Math.round(dollarsPerMillion * 1e6);
}

function toMinute(time: string): number {
  const [hours = 0, minutes = 0] = time.split(':').map((part) => Number.parseInt(part, 10));
  return hours * 60 + minutes;
}

/** Steps of a table that sums kept so far cannot tell apart; prices with such a step would be wrong. */
export function unknownSteps({ models }: Pick<PriceTable, 'models'>): number[] {
  const known: readonly number[] = promptSteps;
  const all = models.flatMap(({ prices }) => prices.flatMap(({ steps = [] }) => steps.map(({ over }) => over)));
  return [...new Set(all)].filter((over) => !known.includes(over)).sort((a, b) => a - b);
}

/** The table without models that have such a step: what was known of them before stays. */
export function withoutUnknownSteps(table: PriceTable): PriceTable {
  return { ...table, models: table.models.filter((model) => unknownSteps({ models: [model] }).length === 0) };
}
