import AxeBuilder from '@axe-core/playwright';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createBelfryHome } from './support/belfry-home.ts';
import { type RunningBelfry, startBelfry } from './support/belfry-process.ts';
import { openBrowser } from './support/browser.ts';
import { startTranscript } from './support/claude-lines.ts';

const standards = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'];
const byLook = ['color-contrast', 'target-size', 'scrollable-region-focusable'];
/** Every rule on a desktop and on a phone; where only theme or width differ, the rules that can tell. */
const looks = [
  { name: 'desktop, light', colorScheme: 'light', viewport: { width: 1440, height: 900 }, rules: undefined },
  { name: 'desktop, dark', colorScheme: 'dark', viewport: { width: 1440, height: 900 }, rules: byLook },
  { name: 'phone, light', colorScheme: 'light', viewport: { width: 390, height: 844 }, rules: undefined },
  { name: 'phone, dark', colorScheme: 'dark', viewport: { width: 390, height: 844 }, rules: byLook },
  { name: '320 px', colorScheme: 'light', viewport: { width: 320, height: 720 }, rules: byLook },
] as const;
type Look = (typeof looks)[number];

const home = createBelfryHome();
let belfry: RunningBelfry;
let browser: Browser;
let sessionPath = '';

beforeAll(async () => {
  belfry = await startBelfry(home);
  browser = await openBrowser();
  const transcript = startTranscript(home);
  transcript.prompt('Mend the rope of the third bell');
  transcript.reply('The rope is **frayed** near `the pulley`.\n\n```sh\nsplice --length 3\n```');
  const call = transcript.call('Bash', { command: 'splice --length 3', description: 'splice the rope' });
  transcript.result(call, 'spliced', false);
  const failing = transcript.call('Bash', { command: 'hoist --bell 3' });
  transcript.result(failing, 'Exit code 1\nthe wheel is stuck', true);
  sessionPath = `s/${encodeURIComponent(transcript.id)}`;
});
afterAll(async () => {
  await browser.close();
  await belfry.stop();
  home.remove();
});

async function signedIn(look: Look): Promise<BrowserContext> {
  const { code } = await belfry.api<{ code: string }>('api/v1/sign-in-links', { method: 'POST' });
  const context = await browser.newContext({
    colorScheme: look.colorScheme,
    viewport: look.viewport,
    reducedMotion: 'reduce',
  });
  const page = await context.newPage();
  await page.goto(`${belfry.url}#sign-in=${code}`);
  await page.getByText('Mend the rope of the third bell').first().waitFor();
  await page.close();
  return context;
}

async function violationsOn(page: Page, { rules }: Look): Promise<string[]> {
  const axe = new AxeBuilder({ page });
  const { violations } = await (rules ? axe.withRules([...rules]) : axe.withTags(standards)).analyze();
  return violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' ')}`);
}

test.each(looks)('axe finds nothing on any page and nothing scrolls sideways: $name', async (look) => {
  const context = await signedIn(look);
  const page = await context.newPage();
  for (const path of ['', 'sessions', 'sessions?q=rope', sessionPath, `${sessionPath}?q=rope`]) {
    await page.goto(new URL(path, belfry.url).href);
    await page.getByText('Mend the rope of the third bell').first().waitFor();
    expect(await violationsOn(page, look), path).toEqual([]);
    const overflow = await page.evaluate(
      () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
    );
    expect(overflow, path).toBeLessThanOrEqual(0);
  }
  await context.close();
});

test.each([looks[0], looks[3]])('axe finds nothing on what opens over a page: $name', async (look) => {
  const context = await signedIn(look);
  const page = await context.newPage();
  await page.goto(new URL(sessionPath, belfry.url).href);
  await page.getByText('the wheel is stuck').waitFor();
  const overlays: [what: string, open: () => Promise<void>][] = [
    ['palette', () => page.keyboard.press('Control+k').then(() => page.keyboard.type('rope'))],
    ['keys', () => page.keyboard.press('?')],
    ['call', () => page.getByRole('button', { name: 'All about this call' }).first().click()],
    ['record', () => page.keyboard.press('r')],
  ];
  for (const [what, open] of overlays) {
    await open();
    await page.getByRole('dialog').waitFor();
    await page.waitForTimeout(300);
    expect(await violationsOn(page, look), what).toEqual([]);
    await page.keyboard.press('Escape');
    await page.getByRole('dialog').waitFor({ state: 'hidden' });
  }
  await context.close();
});

test('Now and Session can be walked by keyboard alone', async () => {
  const context = await signedIn(looks[0]);
  const page = await context.newPage();
  await page.goto(belfry.url);
  await page.getByText('Mend the rope of the third bell').first().waitFor();
  await page.keyboard.press('?');
  await page.getByRole('dialog').waitFor();
  await page.keyboard.press('Escape');
  await page.getByRole('dialog').waitFor({ state: 'hidden' });
  await page.keyboard.press('j');
  await page.keyboard.press('Enter');
  await page.waitForURL(/\/s\//);
  await page.getByText('the wheel is stuck').waitFor();
  await page.keyboard.press('g');
  await page.keyboard.press('n');
  await page.waitForURL(belfry.url);
  await context.close();
});
