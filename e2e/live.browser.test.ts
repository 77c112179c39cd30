import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { type BelfryHome, createBelfryHome } from './support/belfry-home.ts';
import { type RunningBelfry, startBelfry } from './support/belfry-process.ts';
import { openBrowser } from './support/browser.ts';
import { startTranscript } from './support/claude-lines.ts';
import { eventually } from './support/eventually.ts';

let home: BelfryHome;
let belfry: RunningBelfry;
let browser: Browser;
let context: BrowserContext;

beforeAll(async () => {
  home = createBelfryHome();
  belfry = await startBelfry(home);
  browser = await openBrowser();
  context = await browser.newContext({ viewport: { width: 1440, height: 900 } });
  const page = await context.newPage();
  await page.goto(belfry.link);
  await page.getByRole('heading', { level: 1 }).waitFor();
  await page.close();
}, 60_000);

afterAll(async () => {
  await browser.close();
  await belfry.stop();
  home.remove();
});

let page: Page;
beforeEach(async () => {
  page = await context.newPage();
  return () => page.close();
});

/** Marks the page; a reload would take the mark away. */
async function markLoaded(): Promise<void> {
  await page.evaluate(() => Object.assign(window, { loadedOnce: true }));
}
async function expectNoReload(): Promise<void> {
  expect(await page.evaluate(() => (window as { loadedOnce?: boolean }).loadedOnce)).toBe(true);
}

test('a new session file appears on Now by itself, and a line appended to it within a second', async () => {
  await page.goto(belfry.url);
  await page.getByRole('heading', { level: 1 }).waitFor();
  await markLoaded();
  const transcript = startTranscript(home);
  transcript.prompt('Ring the tenor bell at noon');
  await page.getByText('Ring the tenor bell at noon').first().waitFor({ timeout: 3000 });

  const call = transcript.call('Bash', { command: 'toll --bell tenor --times 12' });
  await page.getByText('toll --bell tenor --times 12').first().waitFor({ timeout: 1000 });
  transcript.result(call, 'twelve');
  await expectNoReload();
});

test('a line appended while Session is open is there within a second, without reload', async () => {
  const transcript = startTranscript(home);
  transcript.prompt('Count the steps of the stair');
  transcript.reply('There are ninety-three steps.');
  await page.goto(new URL(sessionPath(transcript.id), belfry.url).href);
  await page.getByText('There are ninety-three steps.').waitFor();
  await markLoaded();
  transcript.prompt('And the landings?');
  await page.getByText('And the landings?').first().waitFor({ timeout: 1000 });
  transcript.reply('Four landings, one of them **locked**.');
  await page.getByText('Four landings, one of them locked.').waitFor({ timeout: 1000 });
  await expectNoReload();
});

test('a reload of a deep link lands on its message', async () => {
  const transcript = startTranscript(home);
  let middle = '';
  for (let i = 0; i < 300; i++) {
    transcript.prompt(`Question ${i} about the clock`);
    const key = transcript.reply(`Answer ${i}: the clock is right.`);
    if (i === 150) middle = key;
  }
  await eventually(async () => {
    expect(await belfry.api(`api/v1/sessions/${encodeURIComponent(transcript.id)}`)).toMatchObject({ messages: 600 });
  });
  await page.goto(new URL(`${sessionPath(transcript.id)}?m=${encodeURIComponent(middle)}`, belfry.url).href);
  const target = page.getByText('Answer 150: the clock is right.');
  await target.waitFor();
  await expect.poll(() => isInView(target)).toBe(true);
  await page.reload();
  await target.waitFor();
  await expect.poll(() => isInView(target)).toBe(true);
});

test('nothing moves under the reader while the session grows', async () => {
  const transcript = startTranscript(home);
  for (let i = 0; i < 120; i++) {
    transcript.prompt(`Verse ${i}`);
    transcript.reply(`Line ${i} of the song, long enough to be read twice.`);
  }
  await page.goto(new URL(sessionPath(transcript.id), belfry.url).href);
  await page.getByText('Line 119 of the song').waitFor();
  // The list holds its first place for a moment, until the rows around it are measured.
  await page.waitForTimeout(500);
  await page.mouse.move(700, 450);
  await page.mouse.wheel(0, -3000);
  await page.waitForTimeout(500);
  const anchor = page.getByText(/^Line \d+ of the song/);
  const places = async () =>
    anchor.evaluateAll((all) =>
      all.map((item) => `${item.textContent} ${Math.round(item.getBoundingClientRect().top)}`),
    );
  const before = (await places()).filter((place) => inMiddle(place));
  expect(before.length).toBeGreaterThan(0);
  for (let i = 0; i < 10; i++) transcript.reply(`A line that came later, number ${i}.`);
  await page.getByText(/\d+ new/).waitFor({ timeout: 3000 });
  expect((await places()).filter((place) => inMiddle(place))).toEqual(before);
});

test('six tabs of one browser all follow', async () => {
  const transcript = startTranscript(home);
  transcript.prompt('Hear this in six places');
  const tabs = await Promise.all(Array.from({ length: 6 }, () => context.newPage()));
  for (const tab of tabs) await tab.goto(new URL(sessionPath(transcript.id), belfry.url).href);
  for (const tab of tabs) await tab.getByText('Hear this in six places').first().waitFor();
  transcript.reply('Heard in all of them.');
  for (const tab of tabs) await tab.getByText('Heard in all of them.').waitFor({ timeout: 2000 });
  // The tab that held the stream goes; another takes over.
  await tabs.shift()?.close();
  transcript.reply('Still heard.');
  for (const tab of tabs) await tab.getByText('Still heard.').waitFor({ timeout: 5000 });
  for (const tab of tabs) await tab.close();
});

test('a daemon that restarts is found again, and what was missed is caught up', { timeout: 60_000 }, async () => {
  const transcript = startTranscript(home);
  transcript.prompt('Before the silence');
  await page.goto(new URL(sessionPath(transcript.id), belfry.url).href);
  await page.getByText('Before the silence').first().waitFor();
  await markLoaded();
  const { port } = new URL(belfry.url);
  await belfry.kill();
  await page.getByText(/Lost the daemon/).waitFor({ timeout: 15_000 });
  transcript.reply('Said while nobody listened.');
  belfry = await startBelfry(home, ['--port', port]);
  await page.getByText('Said while nobody listened.').waitFor({ timeout: 30_000 });
  await expectNoReload();
});

test('without a sign-in the page says what to do', async () => {
  const stranger = await browser.newContext();
  const other = await stranger.newPage();
  await other.goto(belfry.url);
  await other.getByText('belfry open').first().waitFor();
  await stranger.close();
});

test('a vanished transcript stays readable and is marked', async () => {
  const transcript = startTranscript(home);
  transcript.prompt('Keep this when I am gone');
  await page.goto(new URL(sessionPath(transcript.id), belfry.url).href);
  await page.getByText('Keep this when I am gone').first().waitFor();
  const { rmSync } = await import('node:fs');
  rmSync(transcript.path);
  await page
    .getByText(/source gone/i)
    .first()
    .waitFor({ timeout: 10_000 });
  await page.reload();
  await page.getByText('Keep this when I am gone').first().waitFor();
  writeFileSync(transcript.path, '');
});

test('what is wrong with the configuration is said on the page until it is mended', async () => {
  await page.goto(belfry.url);
  await page.getByRole('heading', { level: 1 }).waitFor();
  writeFileSync(join(home.directory, 'config.toml'), 'rescan_seconds = "often"\n');
  const notice = page.getByRole('status').filter({ hasText: 'rescan_seconds' });
  await notice.waitFor({ timeout: 10_000 });
  await page.reload();
  await notice.waitFor();
  writeFileSync(join(home.directory, 'config.toml'), '');
  await notice.waitFor({ state: 'hidden', timeout: 10_000 });
});

function sessionPath(id: string): string {
  return `s/${encodeURIComponent(id)}`;
}

function inMiddle(place: string): boolean {
  const top = Number(place.split(' ').at(-1));
  return top > 100 && top < 800;
}

async function isInView(target: ReturnType<Page['getByText']>): Promise<boolean> {
  const box = await target.boundingBox();
  return box !== null && box.y > 0 && box.y < 900;
}
