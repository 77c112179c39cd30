import AxeBuilder from '@axe-core/playwright';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createBelfryHome } from './support/belfry-home.ts';
import { type RunningBelfry, startBelfry } from './support/belfry-process.ts';
import { openBrowser } from './support/browser.ts';
import { tellHook } from './support/claude-hook.ts';
import { startTranscript } from './support/claude-lines.ts';

const standards = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'];
const home = createBelfryHome();
let belfry: RunningBelfry;
let browser: Browser;
let context: BrowserContext;
let page: Page;

beforeAll(async () => {
  belfry = await startBelfry(home);
  browser = await openBrowser();
  context = await browser.newContext({ viewport: { width: 1280, height: 860 } });
  page = await context.newPage();
  await page.goto(belfry.link);
}, 60_000);
afterAll(async () => {
  await browser.close();
  await belfry.stop();
  home.remove();
});

const hook = (session: string, event: string, more?: object) => tellHook(home, belfry, session, event, more);

async function startTurn(prompt: string) {
  const transcript = startTranscript(home);
  const { sessionId } = transcript;
  await hook(sessionId, 'UserPromptSubmit', { prompt });
  transcript.prompt(prompt);
  await page.getByText(prompt).first().waitFor();
  return {
    ...transcript,
    async ask(command: string): Promise<string> {
      const call = transcript.call('Bash', { command });
      const tool = { tool_name: 'Bash', tool_input: { command } };
      await hook(sessionId, 'PreToolUse', { ...tool, tool_use_id: call });
      await hook(sessionId, 'PermissionRequest', tool);
      return call;
    },
  };
}

const docket = () => page.getByRole('region', { name: 'Needs you' });
const ask = (title: string) => docket().getByRole('article', { name: title });
const bell = () => page.locator('.mark .bell.rings');

test('a permission that is asked stands on Now within a second, is seen by keyboard, and goes when it is answered', async () => {
  const working = await startTurn('Grease the hinges');
  const asking = await startTurn('Publish the chimes');
  await page.getByRole('heading', { level: 1, name: /^Nothing needs you, 2 working/ }).waitFor();
  await page.mouse.move(5, 5);

  const call = await asking.ask('npm publish --access public');
  await ask('Publish the chimes').waitFor({ timeout: 1000 });
  await page.getByRole('heading', { level: 1, name: /^1 needs you, 1 working/ }).waitFor();
  await ask('Publish the chimes').getByText('Claude Code wants to use Bash').waitFor();
  await ask('Publish the chimes').getByText('npm publish --access public').waitFor();
  expect(await page.title()).toBe('(1) Now · belfry');
  await page.getByRole('link', { name: /Publish the chimes, Permission, for/ }).waitFor();
  await bell().waitFor();

  await working.ask('rm -rf rust');
  await ask('Grease the hinges').waitFor({ timeout: 1000 });
  expect(await docket().getByRole('article').getByRole('heading').allTextContents()).toEqual([
    'Publish the chimes',
    'Grease the hinges',
  ]);

  const title = (name: string) => ask(name).getByRole('link', { name });
  await page.keyboard.press('n');
  await expect.poll(() => title('Publish the chimes').evaluate((link) => link === document.activeElement)).toBe(true);
  await page.keyboard.press('e');
  await page.getByRole('dialog').getByText('What would change it').waitFor();
  await page.keyboard.press('Escape');
  await page.keyboard.press('a');
  await ask('Publish the chimes').getByText('seen', { exact: true }).waitFor();
  await bell().waitFor();
  await page.keyboard.press('n');
  await expect.poll(() => title('Grease the hinges').evaluate((link) => link === document.activeElement)).toBe(true);
  await page.keyboard.press('z');
  await ask('Grease the hinges')
    .getByText(/snoozed until/)
    .waitFor();
  await bell().waitFor({ state: 'hidden' });

  asking.result(call, 'published');
  // The reader is in the list: nothing moves, but what is there says what is true.
  await ask('Publish the chimes').getByText('no longer waits').waitFor();
  await page.getByRole('heading', { level: 1, name: /^1 needs you/ }).waitFor();
  await page.keyboard.press('n');
  await ask('Publish the chimes').waitFor({ state: 'hidden' });
  await page.keyboard.press('Enter');
  await page
    .getByRole('img', { name: /^Permission, for/ })
    .first()
    .waitFor();
  await page.goto(new URL('sessions', belfry.url).href);
  await page.getByRole('link', { name: /Grease the hinges, Permission, for/ }).waitFor();
  await page.keyboard.press('!');
  await page.waitForURL(/\/s\//);
});

test('while the reader is in the list a question waits behind a button; its choices are shown as the agent offers them', async () => {
  await page.goto(belfry.url);
  const { sessionId, call } = await startTurn('Where do the tiles live?');
  const input = {
    questions: [
      {
        question: 'Where should the tile archives live?',
        header: 'Tiles',
        multiSelect: false,
        options: [
          { label: 'In a bucket', description: 'behind the CDN' },
          { label: 'In the image', description: 'one archive per region' },
        ],
      },
    ],
  };
  await page.getByText('Publish the chimes').first().hover();
  const id = call('AskUserQuestion', input);
  await hook(sessionId, 'PreToolUse', { tool_name: 'AskUserQuestion', tool_input: input, tool_use_id: id });
  const asked = ask('Where do the tiles live?');
  const button = page.getByRole('button', { name: '1 needs you. Show' });
  await button.waitFor();
  expect(await asked.count()).toBe(0);
  await button.click();
  await asked.getByText('Where should the tile archives live?').waitFor();
  expect(await asked.getByRole('list', { name: 'Choices' }).getByRole('listitem').count()).toBe(2);
});

test.each([
  { name: 'desktop, light', colorScheme: 'light', viewport: { width: 1280, height: 860 } },
  { name: 'phone, dark', colorScheme: 'dark', viewport: { width: 390, height: 844 } },
] as const)('axe finds nothing where somebody is asked, and nothing scrolls sideways: $name', async (look) => {
  const { code } = await belfry.api<{ code: string }>('api/v1/sign-in-links', { method: 'POST' });
  const other = await browser.newContext({ ...look, reducedMotion: 'reduce' });
  const now = await other.newPage();
  await now.goto(`${belfry.url}#sign-in=${code}`);
  await now.getByText('Where should the tile archives live?').first().waitFor();
  const { violations } = await new AxeBuilder({ page: now }).withTags(standards).analyze();
  expect(violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' ')}`)).toEqual([]);
  const overflow = await now.evaluate(
    () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
  );
  expect(overflow).toBeLessThanOrEqual(0);
  await other.close();
});
