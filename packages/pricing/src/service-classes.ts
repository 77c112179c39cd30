import type { ModelPrices } from './price-table.ts';

type Classes = NonNullable<ModelPrices['classes']>;

/** Codex names OpenAI's priority processing `fast`. */
const priority = (thousandths: number): Classes => ({ priority: thousandths, fast: thousandths });
const flex: Classes = { flex: 500 };
const batch: Classes = { batch: 500 };

/**
 * What price classes cost, in thousandths of the standard rates, by provider and model. genai-prices holds standard
 * rates only; these are the ratios of the LiteLLM table of July 2026, Anthropic's batch discount that of its price page.
 */
const byModel: Record<string, Record<string, Classes>> = {
  anthropic: {
    'claude-fable-5': { fast: 6000 },
    'claude-opus-4-6': { fast: 6000 },
    'claude-opus-4-7': { fast: 6000 },
    'claude-opus-4-8': { fast: 6000 },
    'claude-opus-5': { fast: 2000 },
  },
  openai: {
    'gpt-4.1': { ...priority(1750), ...batch },
    'gpt-4.1-mini': { ...priority(1750), ...batch },
    'gpt-4.1-nano': { ...priority(2000), ...batch },
    'gpt-4o': { ...priority(1700), ...batch },
    'gpt-4o-mini': batch,
    'gpt-5': { ...priority(2000), ...flex },
    'gpt-5-mini': { ...priority(1800), ...flex },
    'gpt-5-nano': flex,
    'gpt-5-pro': batch,
    'gpt-5.1': priority(2000),
    'gpt-5.1-codex-mini': priority(1800),
    'gpt-5.2': priority(2000),
    'gpt-5.3': priority(2000),
    'gpt-5.3-codex': priority(2000),
    'gpt-5.4': { ...priority(2000), ...flex, ...batch },
    'gpt-5.4-mini': { ...priority(2000), ...flex, ...batch },
    'gpt-5.4-nano': { ...flex, ...batch },
    'gpt-5.4-pro': { ...flex, ...batch },
    'gpt-5.5': { ...priority(2000), ...flex, ...batch },
    'gpt-5.5-pro': { ...flex, ...batch },
    'gpt-5.6-luna': { ...priority(2000), ...flex, ...batch },
    'gpt-5.6-sol': { ...priority(2000), ...flex, ...batch },
    'gpt-5.6-terra': { ...priority(2000), ...flex, ...batch },
    o3: { ...priority(1750), ...flex },
    'o4-mini': flex,
  },
  google: {
    'gemini-3-flash-preview': { priority: 1800 },
    'gemini-3-pro-preview': { priority: 1800, ...batch },
    'gemini-3.1-flash-lite': { priority: 1800, ...flex, ...batch },
    'gemini-3.1-pro-preview': { priority: 1800, ...batch },
    'gemini-3.5-flash': { priority: 1800 },
    'gemini-3.6-flash': { priority: 1800, ...flex, ...batch },
  },
};

/** For every model of a provider. */
const byProvider: Record<string, Classes> = { anthropic: batch };

/** Price classes of a model besides `standard`; nothing where none is known. */
export function classesOf({ provider, names: [own = ''] }: ModelPrices): ModelPrices['classes'] {
  const classes = { ...byProvider[provider], ...byModel[provider]?.[own] };
  return Object.keys(classes).length > 0 ? classes : undefined;
}
