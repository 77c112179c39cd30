/** Renews the pictures of the README: the built CLI in a home of its own, a believable day, headless Chromium. */
import { mkdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { createBelfryHome } from './support/belfry-home.ts';
import { startBelfry } from './support/belfry-process.ts';
import { writeBelievableDay } from './support/believable-day.ts';
import { openBrowser } from './support/browser.ts';
import { eventually } from './support/eventually.ts';

const directory = join(import.meta.dirname, '../docs/images');
const desktop = { width: 1440, height: 900 };
const phone = { width: 390, height: 844 };
const mostBytes = 300_000;

interface Shot {
  name: string;
  path: string;
  colorScheme: 'light' | 'dark';
  viewport: { width: number; height: number };
  /** Text that has to be there before the picture is taken. */
  awaited: string;
}

mkdirSync(directory, { recursive: true });
const home = createBelfryHome();
const day = writeBelievableDay(home);
const belfry = await startBelfry(home);
const browser = await openBrowser();
try {
  await eventually(async () => {
    const { sessions } = await belfry.api<{ sessions: number }>('api/v1/stats');
    if (sessions < 9) throw new Error(`${sessions} sessions`);
  });
  const session = `s/${encodeURIComponent(day.checkout.id)}`;
  const now = { path: '', awaited: 'git push', viewport: desktop };
  const transcript = { path: session, awaited: 'All 212 tests pass' };
  const shots: Shot[] = [
    { ...now, name: 'now-light', colorScheme: 'light' },
    { ...now, name: 'now-dark', colorScheme: 'dark' },
    { ...transcript, name: 'session-light', colorScheme: 'light', viewport: desktop },
    { ...transcript, name: 'session-phone', colorScheme: 'light', viewport: phone },
  ];
  const pages: Page[] = [];
  for (const shot of shots) pages.push(await openPage(browser, shot));
  // While the pages are open, so that the feed has seen it happen.
  day.goOn();
  for (const [i, shot] of shots.entries()) await take(pages[i] as Page, shot);
} finally {
  await browser.close();
  await belfry.stop();
  home.remove();
}

async function openPage(on: Browser, { path, colorScheme, viewport }: Shot): Promise<Page> {
  const { code } = await belfry.api<{ code: string }>('api/v1/sign-in-links', { method: 'POST' });
  const context = await on.newContext({
    colorScheme,
    viewport,
    reducedMotion: 'reduce',
    timezoneId: 'UTC',
    locale: 'en-GB',
  });
  const page = await context.newPage();
  await page.goto(`${belfry.url}#sign-in=${code}`);
  await page.getByText('Totals on the checkout page').first().waitFor();
  if (path !== '') await page.goto(new URL(path, belfry.url).href);
  await page.getByText('Totals on the checkout page').first().waitFor();
  return page;
}

async function take(page: Page, { name, awaited }: Shot): Promise<void> {
  await page.getByText(awaited).first().waitFor();
  await page.evaluate(() => document.fonts.ready);
  const path = join(directory, `${name}.png`);
  await page.screenshot({ path });
  const { size } = statSync(path);
  if (size > mostBytes) throw new Error(`${path} has ${size} bytes, more than ${mostBytes}.`);
  process.stdout.write(`${path}  ${Math.round(size / 1000)} kB\n`);
}
