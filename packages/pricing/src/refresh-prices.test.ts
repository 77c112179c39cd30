import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fakeClock } from '@belfry/core/testing';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { bundledPrices } from './bundled-prices.ts';
import { openPricer } from './open-pricer.ts';
import { readPriceFile } from './price-file.ts';
import { refreshPrices } from './refresh-prices.ts';

const dayMs = 86_400_000;
let directory: string;
let path: string;
let server: ReturnType<typeof createServer>;
let url: string;
let answer: { status: number; body: string; location?: string };
let asked: number;

beforeEach(async () => {
  directory = mkdtempSync(join(tmpdir(), 'belfry-prices-'));
  path = join(directory, 'prices.json');
  asked = 0;
  server = createServer((_, response) => {
    asked += 1;
    response.writeHead(answer.status, answer.location === undefined ? {} : { location: answer.location });
    response.end(answer.body);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
});
afterEach(async () => {
  await new Promise((resolve) => server.close(resolve));
  rmSync(directory, { recursive: true, force: true });
});

/** Prices in which a known model costs `input` dollars and a new one has appeared. */
const priceList = (input: number) =>
  JSON.stringify([
    {
      id: 'anthropic',
      models: [
        { id: 'claude-opus-4-8', match: { equals: 'claude-opus-4-8' }, prices: { input_mtok: input, output_mtok: 25 } },
        { id: 'claude-opus-9', match: { equals: 'claude-opus-9' }, prices: { input_mtok: 7, output_mtok: 70 } },
        {
          id: 'claude-odd-1',
          match: { equals: 'claude-odd-1' },
          prices: { input_mtok: { base: 1, tiers: [{ start: 64_000, price: 2 }] }, output_mtok: 1 },
        },
      ],
    },
  ]);

/** Micro-dollars per million tokens of input. */
const inputRate = (model: string, at: number) =>
  openPricer({ path }).quote({ agent: 'claude', model, priceClass: 'standard', at, promptOver: 0 }).rates?.input;

describe('a refresh', () => {
  const clock = fakeClock(Date.parse(bundledPrices.date) + 30 * dayMs);

  it('prices what is new, and what changed from its day on only', async () => {
    answer = { status: 200, body: priceList(4) };
    expect(await refreshPrices({ path, url, clock })).toBe(true);
    const now = clock.now();
    expect(inputRate('claude-opus-4-8', now)).toBe(4_000_000n);
    expect(inputRate('claude-opus-4-8', now - dayMs)).toBe(5_000_000n);
    expect(inputRate('claude-opus-9', now)).toBe(7_000_000n);
    // A model only the bundled prices name keeps them.
    expect(inputRate('claude-haiku-4-5', now)).toBe(1_000_000n);
    expect(openPricer({ path }).provenance.refreshedAt).toBe(new Date(now).toISOString());
    expect(statSync(path).mode & 0o777).toBe(0o600);
  });

  it('leaves out prices with a step that sums cannot tell', async () => {
    answer = { status: 200, body: priceList(5) };
    await refreshPrices({ path, url, clock });
    expect(inputRate('claude-odd-1', clock.now())).toBeUndefined();
  });

  it('asks once a day, also when it failed', async () => {
    const own = fakeClock(clock.now());
    answer = { status: 503, body: '' };
    await expect(refreshPrices({ path, url, clock: own })).rejects.toMatchObject({ code: 'BELFRY_PRICES_UNAVAILABLE' });
    expect(await refreshPrices({ path, url, clock: own })).toBe(false);
    own.advance(dayMs - 1);
    expect(await refreshPrices({ path, url, clock: own })).toBe(false);
    expect(asked).toBe(1);
    own.advance(1);
    answer = { status: 200, body: priceList(5) };
    expect(await refreshPrices({ path, url, clock: own })).toBe(true);
    expect(asked).toBe(2);
  });

  it('does not wait for a clock that was set back', async () => {
    answer = { status: 200, body: priceList(5) };
    await refreshPrices({ path, url, clock });
    expect(await refreshPrices({ path, url, clock: fakeClock(clock.now() - 365 * dayMs) })).toBe(true);
  });

  it.each([
    ['an error', { status: 404, body: 'gone' }],
    ['no JSON', { status: 200, body: '<html>' }],
    ['JSON that is no price list', { status: 200, body: '{"models":[]}' }],
    ['an empty list', { status: 200, body: '[]' }],
    ['a list of odd things', { status: 200, body: '[{"id":"x","models":[{"id":"m","match":{"or":1},"prices":{}}]}]' }],
    ['another place', { status: 302, body: '', location: 'http://127.0.0.1:1/' }],
  ])('that is answered with %s keeps the prices there were', async (_, broken) => {
    answer = { status: 200, body: priceList(4) };
    await refreshPrices({ path, url, clock });
    answer = broken;
    const later = fakeClock(clock.now() + 2 * dayMs);
    await expect(refreshPrices({ path, url, clock: later })).rejects.toMatchObject({
      code: 'BELFRY_PRICES_UNAVAILABLE',
      hint: expect.stringContaining('stay valid'),
    });
    expect(inputRate('claude-opus-4-8', later.now())).toBe(4_000_000n);
  });

  it.each(['', '{', '{"attemptedAt":1}', '[]'])('begins anew over a file that holds %j', async (text) => {
    writeFileSync(path, text);
    expect(readPriceFile(path)).toBeUndefined();
    expect(inputRate('claude-opus-4-8', clock.now())).toBe(5_000_000n);
    answer = { status: 200, body: priceList(4) };
    expect(await refreshPrices({ path, url, clock })).toBe(true);
    expect(JSON.parse(readFileSync(path, 'utf8'))).toHaveProperty('table');
  });
});
