/**
 * Renews `src/prices.json` from the installed `@pydantic/genai-prices`. What the file holds stays valid up to the day
 * the new prices were taken, so that they do not re-price the past.
 *
 *   node --conditions=@belfry/source scripts/snapshot.ts <day the package was published, YYYY-MM-DD>
 */
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { findProvider } from '@pydantic/genai-prices';
import { mergeTables } from '../src/merge-tables.ts';
import type { PriceTable } from '../src/price-table.ts';
import { classesOf } from '../src/service-classes.ts';
import { toPriceTable, unknownSteps } from '../src/to-price-table.ts';

/** All whose prices are per token of text; the package lists its providers nowhere. */
const providers = [
  'anthropic', 'openai', 'google', 'x-ai', 'deepseek', 'moonshotai', 'mistral', 'minimax', 'zai', 'zhipuai', 'cohere',
  'perplexity', 'cursor', 'arcee', 'aws', 'azure', 'github-copilot', 'openrouter', 'groq', 'cerebras', 'fireworks',
  'together', 'baseten', 'novita', 'cloudflare', 'ovhcloud',
]; // biome-ignore format: a list

const [date] = process.argv.slice(2);
if (date === undefined || !/^\d{4}-\d{2}-\d{2}$/.test(date))
  throw new Error('Say on which day the package was published.');

const packageFile = createRequire(import.meta.url)
  .resolve('@pydantic/genai-prices')
  .replace(/dist\/.*$/, 'package.json');
const { version } = JSON.parse(readFileSync(packageFile, 'utf8')) as { version: string };
const found = providers.map((id) => {
  const provider = findProvider({ providerId: id });
  if (provider?.id !== id) throw new Error(`genai-prices ${version} has no provider ${id}`);
  return provider;
});

const fresh = toPriceTable(found, { source: `@pydantic/genai-prices ${version}`, date, classes: classesOf });
const steps = unknownSteps(fresh);
if (steps.length > 0)
  throw new Error(`Add ${steps.join(', ')} to promptSteps of core, with a migration of the roll-ups.`);

const file = new URL('../src/prices.json', import.meta.url);
const table = existsSync(file) ? mergeTables(JSON.parse(readFileSync(file, 'utf8')) as PriceTable, fresh) : fresh;
const { models, ...head } = table;
const lines = models.map((model) => `    ${JSON.stringify(model)}`);
const top = JSON.stringify(head, undefined, 2).replace(/\n}$/, '');
writeFileSync(file, `${top},\n  "models": [\n${lines.join(',\n')}\n  ]\n}\n`);
console.log(`${models.length} models of ${head.source}, ${head.date}`);
