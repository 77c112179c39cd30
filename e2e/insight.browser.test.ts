import AxeBuilder from '@axe-core/playwright';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { type BelfryHome, createBelfryHome } from './support/belfry-home.ts';
import { type RunningBelfry, startBelfry } from './support/belfry-process.ts';
import { openBrowser } from './support/browser.ts';
import { startTranscript } from './support/claude-lines.ts';

/** More lines than a screen and a first page of the feed hold. */
const oldPrompts = 260;

let home: BelfryHome;
let belfry: RunningBelfry;
let browser: Browser;
let context: BrowserContext;
let page: Page;

beforeAll(async () => {
  home = createBelfryHome();
  const now = Date.now();
  const old = startTranscript(home, { atMs: now - 86_400_000 });
  for (let n = 0; n < oldPrompts; n++) old.prompt(`Wind the clock, day ${n}`);
  const smith = startTranscript(home, { cwd: '/home/dev/tower', atMs: now - 3_600_000 });
  smith.prompt('The hammer strikes twice');
  edit(smith, '/home/dev/tower/src/hammer.ts', ['-strike(2)', '+strike(1)']);
  smith.prompt('Tell it in the manual');
  edit(smith, '/home/dev/tower/docs/manual.md', ['+Strikes once.']);
  const other = startTranscript(home, { cwd: '/home/dev/tower', atMs: now - 1_800_000 });
  other.prompt('Halve the noise');
  edit(other, '/home/dev/tower/src/hammer.ts', ['-strike(1)', '+strike(0.5)']);
  belfry = await startBelfry(home);
  browser = await openBrowser();
  context = await browser.newContext({ viewport: { width: 1440, height: 900 } });
  page = await context.newPage();
  await page.goto(belfry.link);
  await page.getByRole('heading', { level: 1 }).waitFor();
  await page.close();
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

function edit(transcript: ReturnType<typeof startTranscript>, path: string, lines: string[]): void {
  const call = transcript.call('Edit', { file_path: path, old_string: 'a', new_string: 'b' });
  const structuredPatch = [{ oldStart: 1, oldLines: 1, newStart: 1, newLines: 1, lines }];
  transcript.result(call, 'done', false, { filePath: path, structuredPatch, originalFile: 'a' });
}

const feed = () => page.getByRole('complementary', { name: 'Quota and feed' });

test('the feed goes back to its beginning as it is scrolled, and what arrives moves nothing', async () => {
  await page.goto(belfry.url);
  await feed().getByText('Halve the noise').waitFor();
  expect(await feed().getByText('Wind the clock, day 0', { exact: true }).count()).toBe(0);
  const box = await feed().boundingBox();
  await page.mouse.move((box?.x ?? 0) + 100, (box?.y ?? 0) + 400);
  await expect
    .poll(
      async () => {
        await page.mouse.wheel(0, 4_000);
        return feed().getByText('Everything began here.').isVisible();
      },
      { timeout: 20_000 },
    )
    .toBe(true);
  const line = feed().getByText('Wind the clock, day 1', { exact: true });
  await line.waitFor();
  const before = await line.boundingBox();

  const transcript = startTranscript(home);
  transcript.prompt('Oil the bearings');
  await feed().getByRole('button', { name: /new$/ }).waitFor();
  expect((await line.boundingBox())?.y).toBe(before?.y);

  await feed().getByRole('button', { name: /new$/ }).click();
  await feed().getByText('Oil the bearings').waitFor();
});

test('the feed is narrowed to what the reader asks for', async () => {
  await page.goto(belfry.url);
  await feed().getByText('Halve the noise').waitFor();
  await feed().getByRole('button', { name: 'Edits' }).click();
  await expect.poll(() => feed().getByText('Halve the noise').count()).toBe(0);
  expect(await feed().getByText('/home/dev/tower/src/hammer.ts').count()).toBe(2);
});

test('Files tells who changed a file and why, shows the change, and leads to the call', async () => {
  await page.goto(new URL('files', belfry.url).href);
  await page.getByRole('heading', { name: /hammer\.ts changed/ }).waitFor();
  await page.getByRole('searchbox').fill('hammer');
  await page.getByRole('heading', { name: 'hammer.ts: 2 edits by 2 sessions' }).waitFor();

  await page.keyboard.press('Enter');
  await page.keyboard.press('j');
  const change = page.getByRole('complementary', { name: 'The change' });
  await change.getByRole('link', { name: 'The hammer strikes twice' }).waitFor();
  await change.getByText('strike(2)').waitFor();

  await page.keyboard.press('h');
  await expect.poll(() => new URL(page.url()).searchParams.get('q')).toBe('/home/dev/tower/src/hammer.ts');
  await change.getByRole('link', { name: 'Open in session' }).click();
  await page.getByText('The hammer strikes twice').first().waitFor();
  expect(new URL(page.url()).searchParams.get('c')).toMatch(/^toolu/);
});

test('what was edited since waits until the reader asks for it', async () => {
  await page.goto(new URL('files', belfry.url).href);
  await page.getByText('manual.md').first().waitFor();
  const transcript = startTranscript(home, { cwd: '/home/dev/tower' });
  transcript.prompt('A new rope');
  edit(transcript, '/home/dev/tower/src/rope.ts', ['+rope()']);
  const fresh = page.getByRole('button', { name: '1 new edit. Show' });
  await fresh.waitFor();
  expect(await page.getByText('rope.ts').count()).toBe(0);
  await fresh.click();
  await page.getByText('rope.ts').first().waitFor();
});

test.each([
  ['desktop, light', { colorScheme: 'light', viewport: { width: 1440, height: 900 } }],
  ['desktop, dark', { colorScheme: 'dark', viewport: { width: 1440, height: 900 } }],
  ['phone, light', { colorScheme: 'light', viewport: { width: 390, height: 844 } }],
  ['320 px, dark', { colorScheme: 'dark', viewport: { width: 320, height: 720 } }],
] as const)('axe finds nothing on Files and nothing scrolls sideways: %s', async (_, look) => {
  const looked = await browser.newContext({
    ...look,
    reducedMotion: 'reduce',
    storageState: await context.storageState(),
  });
  const shown = await looked.newPage();
  await shown.goto(new URL('files?q=hammer', belfry.url).href);
  await shown.getByRole('heading', { level: 1, name: /^hammer\.ts/ }).waitFor();
  const { violations } = await new AxeBuilder({ page: shown })
    .withTags(['wcag2a', 'wcag2aa', 'wcag21aa', 'wcag22aa'])
    .analyze();
  expect(violations.map(({ id, nodes }) => [id, nodes[0]?.html])).toEqual([]);
  expect(await shown.evaluate(() => document.documentElement.scrollWidth <= innerWidth)).toBe(true);
  // The change is shown over a narrow page, and beside a wide one.
  await shown.getByRole('button', { name: 'Show the change' }).first().click();
  await shown.getByText('strike(0.5)').waitFor();
  await looked.close();
});
