import type { ModelPrices } from './price-table.ts';

/** What a name means: one price, several different ones, or nothing. */
export type Resolution = { model: ModelPrices } | { candidates: string[] } | undefined;

/**
 * Finds the model a record names. Spellings are tried from the strictest to the loosest and the first that finds
 * anything decides: the name itself · dots as dashes · any case · letters and digits only, without the provider
 * before it · without decoration in brackets · without a date behind it. Parts of names are never compared, and of
 * several models with different prices none is chosen.
 */
export function createModelNames(models: readonly ModelPrices[]): (name: string) => Resolution {
  const known = new Set(models.map(({ provider }) => provider));
  const ranks = [...Map.groupBy(models, ({ rank }) => rank)].sort(([a], [b]) => a - b).map(([, group]) => index(group));
  const perProvider = new Map<string, Index>();
  const ofProvider = (provider: string) => {
    const found = perProvider.get(provider) ?? index(models.filter((model) => model.provider === provider));
    perProvider.set(provider, found);
    return found;
  };

  return (name) => {
    const [provider = '', ...rest] = name.split('/');
    if (rest.length > 0 && known.has(provider.toLowerCase())) {
      const own = find([ofProvider(provider.toLowerCase())], [rest.join('/'), name]);
      if (own !== undefined) return own;
    }
    return find(ranks, [name]);
  };
}

type Spelling = (name: string) => string;

const asWritten: Spelling = (name) => name;
const dashed: Spelling = (name) => name.replaceAll('.', '-');
const lower: Spelling = (name) => dashed(name).toLowerCase();
/** Without `openrouter/anthropic/`, `us.anthropic.` and the `-v1:0` of a cloud's catalogue. */
const bare: Spelling = (name) => {
  const last = name.slice(name.lastIndexOf('/') + 1).toLowerCase();
  return last
    .replace(/^(?:(?:us|eu|apac|au|jp|global)\.)?anthropic\./, '')
    .replace(/-v\d+(?::\d+)?$/, '')
    .replaceAll(/[^a-z0-9[\](){}]/g, '');
};
const plain: Spelling = (name) => bare(name).replaceAll(/[^a-z0-9]/g, '');
const undecorated: Spelling = (name) => plain(name.replaceAll(/\[[^\]]*\]|\([^)]*\)|\{[^}]*\}/g, ''));
const undated: Spelling = (name) => undecorated(name).replace(/20\d{6}$/, '');

const spellings = [asWritten, dashed, lower, plain, undecorated, undated];

type Index = (spell: Spelling) => ReadonlyMap<string, readonly ModelPrices[]>;

/** Models by the spellings of their names; a spelling is gone through when it is first asked for. */
function index(models: readonly ModelPrices[]): Index {
  const made = new Map<Spelling, Map<string, ModelPrices[]>>();
  return (spell) => {
    const known = made.get(spell);
    if (known !== undefined) return known;
    const byName = Map.groupBy(
      models.flatMap((model) => [...new Set(model.names.map(spell))].map((name) => ({ name, model }))),
      ({ name }) => name,
    );
    const index = new Map([...byName].map(([name, entries]) => [name, entries.map(({ model }) => model)]));
    made.set(spell, index);
    return index;
  };
}

function find(ranks: readonly Index[], names: readonly string[]): Resolution {
  for (const rank of ranks) {
    for (const spell of spellings) {
      const found = names.flatMap((name) => rank(spell).get(spell(name)) ?? []);
      const [first, ...others] = found;
      if (first === undefined) continue;
      if (others.every((other) => isSamePrice(first, other))) return { model: first };
      return { candidates: [...new Set(found.map(({ provider, names: [own] }) => `${provider}/${own}`))].sort() };
    }
  }
  return undefined;
}

function isSamePrice(a: ModelPrices, b: ModelPrices): boolean {
  return a === b || JSON.stringify([a.prices, a.classes]) === JSON.stringify([b.prices, b.classes]);
}
