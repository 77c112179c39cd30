import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { promisify } from 'node:util';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { type BelfryHome, createBelfryHome } from './support/belfry-home.ts';
import { cliEntry, type RunningBelfry, startBelfry } from './support/belfry-process.ts';
import { openBrowser } from './support/browser.ts';
import { type ClaudeTranscript, startTranscript } from './support/claude-lines.ts';
import { eventually } from './support/eventually.ts';

const zone = 'Asia/Kathmandu';
const dayMs = 86_400_000;

let home: BelfryHome;
let belfry: RunningBelfry;
let browser: Browser;
let context: BrowserContext;
let page: Page;
let running: ClaudeTranscript;

beforeAll(async () => {
  home = createBelfryHome();
  const tokens = { output: 1234, cacheRead: 56_789, cacheWrite: 4321 };
  for (const [days, cwd] of [
    [3, '/home/dev/tower'],
    [2, '/home/dev/clock'],
    [1, '/home/dev/tower'],
  ] as const) {
    const transcript = startTranscript(home, { cwd, atMs: Date.now() - days * dayMs, tokens: { ...tokens } });
    transcript.prompt(`Work of ${days} days ago`);
    for (let i = 0; i < days * 3; i++) transcript.reply(`Part ${i}`);
  }
  running = startTranscript(home, { cwd: '/home/dev/clock' });
  running.prompt('Oil the clock');
  running.reply('Oiled.');
  belfry = await startBelfry(home);
  await eventually(async () => {
    const { sessions } = await belfry.api<{ sessions: number }>('api/v1/stats');
    if (sessions < 4) throw new Error(`${sessions} sessions`);
  });
  browser = await openBrowser();
  context = await browser.newContext({ viewport: { width: 1440, height: 900 }, timezoneId: zone });
  const first = await context.newPage();
  await first.goto(belfry.link);
  await first.getByRole('heading', { level: 1 }).waitFor();
  await first.close();
}, 60_000);

afterAll(async () => {
  await browser.close();
  await belfry.stop();
  home.remove();
});

beforeEach(async () => {
  page = await context.newPage();
  return () => page.close();
});

/** The exact cost the page shows, in micro-dollars. */
async function shownMicros(): Promise<number> {
  const exact = await page.locator('[data-figure="cost"]').getAttribute('title');
  return Math.round(Number(exact?.replace(/[$,]/g, '')) * 1e6);
}

async function openUsage(query = ''): Promise<void> {
  await page.goto(new URL(`usage${query}`, belfry.url).href);
  await page.locator('[data-figure="cost"]').waitFor();
}

test('the page and the command line agree to the micro-dollar, in a zone of quarter hours', async () => {
  await openUsage();
  const { stdout } = await promisify(execFile)(
    process.execPath,
    [cliEntry, 'usage', 'daily', '--json', '--schema', 'belfry', '--timezone', zone],
    { env: home.env },
  );
  const { totals } = JSON.parse(stdout) as { totals: { costMicros: number; totalTokens: number } };
  expect(totals.costMicros).toBeGreaterThan(0);
  expect(await shownMicros()).toBe(totals.costMicros);
  expect(await page.locator('[data-figure="tokens"]').getAttribute('title')).toBe(
    totals.totalTokens.toLocaleString('en'),
  );

  // The table sums to the same: nothing is shown twice or left out.
  await page.getByRole('button', { name: 'Table' }).click();
  const cells = await page.locator('table:has(caption:text("What the chart shows")) td.cost').all();
  const titles = await Promise.all(cells.map((cell) => cell.getAttribute('title')));
  const sum = titles.reduce((total, title) => total + Math.round(Number(title?.replace(/[$,]/g, '')) * 1e6), 0);
  expect(Math.abs(sum - totals.costMicros)).toBeLessThanOrEqual(cells.length);
});

test('tokens that arrive are counted without a reload', async () => {
  await openUsage();
  await page.evaluate(() => Object.assign(window, { loadedOnce: true }));
  const before = await shownMicros();
  running.reply('And wound.');
  await expect.poll(shownMicros, { timeout: 15_000 }).toBeGreaterThan(before);
  expect(await page.evaluate(() => (window as { loadedOnce?: boolean }).loadedOnce)).toBe(true);
});

test('range, grouping and filter are in the address, and going back undoes them', async () => {
  await openUsage();
  await page.getByRole('button', { name: 'Week' }).click();
  await page.getByRole('button', { name: 'Project', exact: true }).click();
  await page.getByRole('button', { name: 'clock', exact: true }).click();
  await expect.poll(() => new URL(page.url()).search).toBe('?range=week&by=project&project=clock');
  const only = await belfry.api<{ totals: { costMicros: number } }>(
    `api/v1/usage/summary?timezone=${zone}&project=clock&from=${dayAgo(6)}&to=${dayAgo(0)}`,
  );
  await expect.poll(shownMicros).toBe(only.totals.costMicros);
  await page.reload();
  await page.locator('[data-figure="cost"]').waitFor();
  expect(await shownMicros()).toBe(only.totals.costMicros);
  await page.goBack();
  await expect.poll(() => new URL(page.url()).search).toBe('?range=week&by=project');
  await expect.poll(shownMicros).toBeGreaterThan(only.totals.costMicros);
});

test('by keyboard alone: another range, a day, its sessions, and the message that cost it', async () => {
  await openUsage();
  await page.keyboard.press('[');
  await expect.poll(() => new URL(page.url()).searchParams.get('range')).toBe('week');
  for (let i = 0; i < 3; i++) await page.keyboard.press('ArrowLeft');
  await expect.poll(() => new URL(page.url()).searchParams.get('period')).toBe(dayAgo(2));
  await page.keyboard.press('l');
  await expect.poll(() => page.evaluate(() => document.activeElement?.textContent ?? '')).toContain('Sessions,');
  const requests = page.getByRole('button', { name: 'Requests of Work of 2 days ago' });
  await requests.focus();
  await page.keyboard.press('Enter');
  const request = page.locator('.requests li a').first();
  await request.waitFor();
  await request.focus();
  await page.keyboard.press('Enter');
  await page.getByText('Part 0').first().waitFor();
  expect(new URL(page.url()).searchParams.has('m')).toBe(true);
});

test('what is shown can be saved as CSV', async () => {
  await openUsage('?by=project');
  const download = page.waitForEvent('download');
  await page.getByRole('button', { name: 'CSV' }).click();
  const path = await (await download).path();
  const [head, ...lines] = readFileSync(path, 'utf8').split('\n');
  expect(head).toContain('period,project,inputTokens');
  const column = head?.split(',').indexOf('costMicros') ?? -1;
  const sum = lines.reduce((total, line) => total + Number(line.split(',')[column]), 0);
  expect(Math.abs(sum - (await shownMicros()))).toBeLessThanOrEqual(lines.length);
});

test('on a phone nothing is wider than the screen', async () => {
  await page.setViewportSize({ width: 360, height: 740 });
  for (const query of ['', '?by=project&range=year', '?measure=tokens&by=agent']) {
    await openUsage(query);
    const widest = await page.evaluate(() => document.documentElement.scrollWidth);
    expect(widest, query).toBeLessThanOrEqual(360);
  }
});

test('a range without usage says so', async () => {
  await openUsage('?from=2001-01-01&to=2001-01-31');
  await page.getByText('No agent used a token in these days').waitFor();
});

/** The calendar day so many days ago, in the page's zone. */
function dayAgo(days: number): string {
  return new Intl.DateTimeFormat('sv', { timeZone: zone }).format(new Date(Date.now() - days * dayMs));
}
