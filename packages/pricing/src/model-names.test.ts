import { describe, expect, it } from 'vitest';
import { bundledPrices } from './bundled-prices.ts';
import { createModelNames } from './model-names.ts';
import type { ModelPrices } from './price-table.ts';

const model = (provider: string, names: string[], input = 1, rank = 0): ModelPrices => ({
  provider,
  rank,
  names,
  prices: [{ rates: { input, output: 2 } }],
});

/** Provider and own name of the model a name means, or the candidates. */
function resolve(models: ModelPrices[], name: string) {
  const found = createModelNames(models)(name);
  if (found === undefined) return undefined;
  return 'candidates' in found ? found.candidates : `${found.model.provider}/${found.model.names[0]}`;
}

describe('a model’s name', () => {
  const opus = model('anthropic', ['claude-opus-4-5', 'claude-opus-4.5']);
  it.each([
    ['as it is', 'claude-opus-4-5'],
    ['with dots for dashes', 'Claude-Opus-4.5'],
    ['in any case', 'CLAUDE-OPUS-4-5'],
    ['behind its provider', 'anthropic/claude-opus-4-5'],
    ['behind a provider nobody knows', 'my-proxy/anthropic/claude-opus-4-5'],
    ['with a date', 'claude-opus-4-5-20251101'],
    ['with a date of its cloud', 'claude-opus-4-5@20251101'],
    ['with a dashed date', 'claude-opus-4-5-2025-11-01'],
    ['decorated', 'claude-opus-4-5[1m]'],
    ['decorated and dated', 'claude-opus-4-5-20251101[1m]'],
    ['of a cloud’s catalogue', 'us.anthropic.claude-opus-4-5-20251101-v1:0'],
    ['with other separators', 'claude_opus 4_5'],
  ])('is found %s', (_, name) => {
    expect(resolve([opus, model('anthropic', ['claude-opus-4'])], name)).toBe('anthropic/claude-opus-4-5');
  });

  it.each(['claude-opus', 'claude-opus-4-5-turbo', 'opus-4-5', 'claude-opus-4-50', '', '/', 'claude-opus-4-5-2025'])(
    'is not guessed from a piece: %j',
    (name) => {
      expect(resolve([opus], name)).toBeUndefined();
    },
  );

  it('with several different prices stays without one, and the candidates are named', () => {
    const models = [model('b', ['llama-70b'], 2, 2), model('a', ['llama-70b'], 1, 2)];
    expect(resolve(models, 'llama-70b')).toEqual(['a/llama-70b', 'b/llama-70b']);
    expect(resolve(models, 'a/llama-70b')).toBe('a/llama-70b');
  });

  it('with several equal prices has that price', () => {
    expect(resolve([model('b', ['x-1']), model('a', ['x-1'])], 'x-1')).toBe('b/x-1');
  });

  it('is its maker’s before it is a reseller’s, however the two spell it', () => {
    const models = [model('reseller', ['kimi-k3'], 9, 2), model('maker', ['Kimi-K3'], 1, 0)];
    expect(resolve(models, 'kimi-k3')).toBe('maker/Kimi-K3');
    expect(resolve(models, 'reseller/kimi-k3')).toBe('reseller/kimi-k3');
  });

  it('spelt strictly decides before looser spellings find more', () => {
    const models = [model('a', ['m-1.5'], 1), model('b', ['m-15'], 2)];
    expect(resolve(models, 'm-1.5')).toBe('a/m-1.5');
    expect(resolve(models, 'm15')).toEqual(['a/m-1.5', 'b/m-15']);
  });
});

describe('the bundled table', () => {
  const find = createModelNames(bundledPrices.models);

  it('knows every one of its names, and each means one price', () => {
    const broken = bundledPrices.models.flatMap(({ provider, names }) =>
      names
        .filter((name) => {
          const found = find(`${provider}/${name}`);
          return found === undefined || 'candidates' in found;
        })
        .map((name) => `${provider}/${name}`),
    );
    expect(broken).toEqual([]);
  });

  it.each([
    'claude-opus-4-20250514',
    'claude-sonnet-4-5-20250929',
    'claude-haiku-4-5-20251001',
    'claude-opus-5-5',
    'claude-3-5-haiku-20241022',
    'gpt-5-codex',
    'gpt-5.1-codex-max',
    'gpt-5.6-luna-2026-07-30',
    'gemini-2.5-pro',
    'grok-code-fast-1',
    'kimi-k3',
  ])('prices %s', (name) => {
    expect(find(name)).toHaveProperty('model');
  });
});
