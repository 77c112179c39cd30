import { chromium } from 'playwright-core';
import { afterEach, expect, it, vi } from 'vitest';
import { findChromium } from './chromium.mjs';

afterEach(() => vi.unstubAllEnvs());

it('finds a Chromium that runs, or fetches one', { timeout: 120_000 }, async () => {
  const { executablePath, env } = await findChromium();
  const environment = { ...process.env, ...env } as Record<string, string>;
  const browser = await chromium.launch({ executablePath, env: environment, args: ['--no-sandbox'] });
  const page = await browser.newPage();
  await page.setContent('<button onclick="this.textContent = 1 + 1">add</button>');
  await page.click('button');
  expect(await page.textContent('button')).toBe('2');
  await browser.close();
});

it('says so when BELFRY_CHROMIUM names no file', async () => {
  vi.stubEnv('BELFRY_CHROMIUM', '/nowhere/chromium');
  await expect(findChromium()).rejects.toThrow('/nowhere/chromium, which does not exist');
});
