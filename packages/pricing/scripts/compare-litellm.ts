/**
 * Lists where the bundled prices differ from a LiteLLM table on the day that table was taken, as Markdown.
 *
 *   node --conditions=@belfry/source scripts/compare-litellm.ts <model_prices.json> <YYYY-MM-DD> > litellm-differences.md
 */
import { readFileSync } from 'node:fs';
import { bundledPrices } from '../src/bundled-prices.ts';
import { createPricer } from '../src/create-pricer.ts';

interface Entry {
  litellm_provider: string;
  mode: string;
  [field: string]: unknown;
}

const [file, day] = process.argv.slice(2);
if (file === undefined || day === undefined) throw new Error('Give the LiteLLM table and the day it was taken.');
const entries = JSON.parse(readFileSync(file, 'utf8')) as Record<string, Entry>;
const at = Date.parse(day);
const pricer = createPricer();

/** LiteLLM's field, ours, and the size of the prompt it is for. */
const fields = [
  ['input', 'input_cost_per_token'],
  ['output', 'output_cost_per_token'],
  ['cacheRead', 'cache_read_input_token_cost'],
  ['cacheWrite5m', 'cache_creation_input_token_cost'],
  ['cacheWrite1h', 'cache_creation_input_token_cost_above_1hr'],
] as const;
const steps = [
  [0, ''],
  [200_000, '_above_200k_tokens'],
  [272_000, '_above_272k_tokens'],
] as const;

const rows: string[][] = [];
const unknown: string[] = [];
const ambiguous: string[] = [];
let compared = 0;
for (const [model, entry] of Object.entries(entries)) {
  if (!['chat', 'responses'].includes(entry.mode) || typeof entry.input_cost_per_token !== 'number') continue;
  const quote = (promptOver: number) => pricer.quote({ agent: '', model, priceClass: 'standard', at, promptOver });
  const base = quote(0);
  if (base.rates === undefined) {
    (base.reason === 'ambiguous' ? ambiguous : unknown).push(model);
    continue;
  }
  compared += 1;
  for (const [promptOver, suffix] of steps) {
    const { rates } = quote(promptOver);
    for (const [ours, theirs] of fields) {
      const cost = entry[`${theirs}${suffix}`];
      if (typeof cost !== 'number' || rates === undefined) continue;
      const [a, b] = [Number(rates[ours]) / 1e6, Math.round(cost * 1e12) / 1e6];
      if (a !== b)
        rows.push([model, `${ours}${suffix === '' ? '' : ` > ${promptOver / 1000}k`}`, String(a), String(b)]);
    }
  }
}

const table = (head: string[], body: string[][]) =>
  [head, head.map(() => '---'), ...body].map((row) => `| ${row.join(' | ')} |`).join('\n');
console.log(`# Bundled prices beside LiteLLM's

Prices of ${bundledPrices.source} (${bundledPrices.date}) held against the LiteLLM table of ${day}, both as of ${day}: dollars
per million tokens. ${compared} models are in both and agree but for the following; made by \`scripts/compare-litellm.ts\`. belfry takes
the left column: it is dated, has one-hour cache writes for every model, and says where each price is from.

${table(['model', 'price', 'belfry', 'LiteLLM'], rows)}

Only LiteLLM has a price for: ${unknown.map((name) => `\`${name}\``).join(', ') || 'none'}.

Several providers' prices differ here, so that none is chosen: ${ambiguous.map((name) => `\`${name}\``).join(', ') || 'none'}.`);
