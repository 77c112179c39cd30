import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { type BelfryHome, createBelfryHome } from './support/belfry-home.ts';
import { type RunningBelfry, startBelfry } from './support/belfry-process.ts';
import { openBrowser } from './support/browser.ts';
import { phone, type SignedInBrowser, signInBrowser } from './support/browser-page.ts';
import { type ClaudeTranscript, startTranscript } from './support/claude-lines.ts';
import { eventually } from './support/eventually.ts';

const atMs = Date.UTC(2026, 2, 3, 9);
/** More than a megabyte without one line end, and one word in its middle. */
const endless = `${'stone '.repeat(100_000)}spoutmark ${'stone '.repeat(100_000)}`;
let home: BelfryHome;
let family: ClaudeTranscript;
let quarry: ClaudeTranscript;
let belfry: RunningBelfry;
let browser: Browser;
let signedIn: SignedInBrowser;
let page: Page;

beforeAll(async () => {
  home = createBelfryHome();
  family = writeFamily(home);
  const spout = startTranscript(home, { cwd: '/home/dev/gutter', branch: 'fix/spout', atMs: atMs + 60_000 });
  spout.prompt('Mend the spout of the gargoyle');
  spout.reply('Mended.');
  quarry = startTranscript(home, { cwd: '/home/dev/quarry', atMs: atMs + 120_000 });
  quarry.prompt('Count the stones');
  quarry.result(quarry.call('Bash', { command: 'count --all' }), endless);
  belfry = await startBelfry(home);
  browser = await openBrowser();
  await eventually(async () => {
    const { items } = await belfry.api<{ items: unknown[] }>('api/v1/search?match=words&q=spoutmark');
    if (items.length === 0) throw new Error('not in the index yet');
  }, 60_000);
  signedIn = await signInBrowser(browser, belfry);
}, 120_000);

afterAll(async () => {
  await browser.close();
  await belfry.stop();
  home.remove();
});

beforeEach(async () => {
  page = await signedIn.context.newPage();
  return () => page.close();
});

function writeFamily(at: BelfryHome): ClaudeTranscript {
  const tokens = { output: 200_000, cacheRead: 0, cacheWrite: 0 };
  const session = startTranscript(at, { cwd: '/home/dev/tower', atMs, tokens });
  session.prompt('Where is the gargoyle?');
  const agent = session.call('Agent', { description: 'Look for it', prompt: 'Look up', subagent_type: 'explore' });
  const helper = session.subagent(agent, 'Look for it');
  helper.prompt('Look up');
  helper.reply('The gargoyle sits above the door.');
  session.result(agent, 'Above the door.', false, { status: 'completed', agentId: helper.id.split('/')[1] });
  session.result(session.call('Bash', { command: 'ls gargoyle' }), 'gargoyle.stl');
  session.reply('The gargoyle is above the door.');
  return session;
}

const hits = () => page.getByRole('link', { name: /gargoyle/i }).filter({ has: page.locator('mark') });

test('hits are narrowed by who said it, by tool and by branch, and the address keeps that', async () => {
  await go('sessions?q=gargoyle');
  await page.getByText(/hits in 3 sessions/).waitFor();
  const facet = (name: string) => page.getByRole('group', { name, exact: true });
  await facet('Tool').getByText('Commands').click();
  await page.getByText('2 hits in 1 session').waitFor();
  await facet('Tool').getByText('Commands').click();
  await facet('Said by').getByText('You').click();
  await page.getByText('2 hits in 2 sessions').waitFor();
  await facet('Branch').getByText('fix/spout').click();
  await page.waitForURL(/branch=fix%2Fspout&role=user/);
  await page.reload();
  await page.getByText('1 hit in 1 session').waitFor();
  expect(await hits().count()).toBe(1);
  await page.goBack();
  await page.getByText('2 hits in 2 sessions').waitFor();
});

test('days of the reader’s own choice narrow hits in the zone of the reader', async () => {
  await go('sessions?q=gargoyle');
  await page.getByRole('combobox', { name: 'When' }).selectOption('From … to …');
  await page.getByLabel('First day').fill('2026-03-03');
  await page.getByLabel('Last day').fill('2026-03-03');
  await page.waitForURL(/when=2026-03-03$/);
  await page.getByText(/hits in 3 sessions/).waitFor();
  await page.getByLabel('Last day').fill('2026-03-02');
  await page.getByLabel('First day').fill('2026-03-01');
  await page.waitForURL(/when=2026-03-01\.\.2026-03-02$/);
  await page.getByText('Nothing holds').waitFor();
});

test('by keyboard alone: words, a hit, its place, and back to the same hit', async () => {
  await go('sessions');
  await page.getByText('Count the stones').first().waitFor();
  await page.keyboard.press('/');
  await page.keyboard.type('gargoyle');
  await page.getByText(/hits in 3 sessions/).waitFor();
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('n');
  const name = await page.locator('[data-key]:focus').getAttribute('data-key');
  await page.keyboard.press('Enter');
  await page.waitForURL(/\/s\//);
  await expect.poll(() => marked()).toBe('gargoyle');
  await page.goBack();
  await page.locator(`[data-key="${name}"]`).waitFor();
  expect(await page.getByRole('searchbox').inputValue()).toBe('gargoyle');
});

test('what only a subagent said is offered where it is looked for, with the way there', async () => {
  await go(`s/${encodeURIComponent(family.id)}`);
  await page.getByText('The gargoyle is above the door.').waitFor();
  await page.keyboard.press('/');
  await page.keyboard.type('sits');
  await page.getByText('nothing', { exact: true }).waitFor();
  await page.getByRole('navigation', { name: 'Found in subagents' }).getByRole('link', { name: 'Look up' }).click();
  await page.waitForURL(/q=sits/);
  await page.getByText('The gargoyle sits above the door.').waitFor();
  await expect.poll(() => marked()).toBe('sits');
});

test('an output of one endless line is drawn in portions, and words deep in it are found', async () => {
  const path = `s/${encodeURIComponent(quarry.id)}`;
  await go(path);
  await page.getByRole('button', { name: /All of it, 1\.2 MB/ }).click();
  const more = page.getByRole('button', { name: /60 kB, 1\.1 MB to come/ });
  await more.waitFor();
  expect(await drawn()).toBeLessThan(70_000);
  await more.click();
  await page.getByRole('button', { name: /60 kB, 1\.1 MB to come/ }).waitFor();
  expect(await drawn()).toBeGreaterThan(100_000);
  expect(await drawn()).toBeLessThan(140_000);

  await page.reload();
  await page.getByRole('button', { name: /All of it/ }).waitFor();
  await page.keyboard.press('/');
  await page.keyboard.type('spoutmark');
  await expect.poll(() => marked()).toBe('spoutmark');
  await page.getByRole('button', { name: /kB above/ }).waitFor();
  expect(await drawn()).toBeLessThan(140_000);
});

test('what a session cost with its subagents stands in the list, its day and its own page', async () => {
  await go('sessions');
  const { items } = await belfry.api<{ items: { costMicros: number }[] }>(
    `api/v1/usage/sessions?all=true&session=${encodeURIComponent(family.id)}`,
  );
  const cost = `$${((items[0]?.costMicros ?? 0) / 1e6).toFixed(2)}`;
  expect(cost).not.toBe('$0.00');
  const row = page.locator('.row').filter({ hasText: 'Where is the gargoyle?' });
  await row.getByText(cost, { exact: true }).waitFor();
  await page.getByText(/^3 sessions, \$/).waitFor();
  await go(`s/${encodeURIComponent(family.id)}`);
  const about = page.getByRole('complementary', { name: 'About this session' });
  await about.getByText(cost, { exact: true }).waitFor();
});

test('what a session begins with is asked for once, before the scripts of its page have run', async () => {
  const asked: string[] = [];
  page.on('request', (request) => asked.push(new URL(request.url()).pathname.replace(/^.*\/(\w+)(?:-.*)?$/, '$1')));
  await go(`s/${encodeURIComponent(family.id)}`);
  await page.getByText('The gargoyle is above the door.').waitFor();
  const first = await page.evaluate(() =>
    performance
      .getEntriesByType('resource')
      .filter(({ name }) => /messages\?limit=16/.test(name))
      .map(({ name }) => name),
  );
  expect(first).toHaveLength(1);
  // The version is asked for when the frame stands.
  expect(asked.indexOf('messages')).toBeLessThan(asked.indexOf('version'));
});

test('a screen reader finds its way: one heading above all, and landmarks with names of their own', async () => {
  for (const path of ['', 'sessions', 'sessions?q=gargoyle', `s/${encodeURIComponent(family.id)}`, 'files', 'usage']) {
    await go(path);
    await page.getByRole('heading', { level: 1 }).first().waitFor({ state: 'attached' });
    await page.getByRole('complementary').first().waitFor();
    const { headings, names, title } = await page.evaluate(() => ({
      headings: document.querySelectorAll('h1').length,
      names: [...document.querySelectorAll('nav, aside, search, [role=region]')].map(
        (landmark) => `${landmark.localName} ${landmark.ariaLabel ?? landmark.querySelector('input')?.ariaLabel ?? ''}`,
      ),
      title: document.title,
    }));
    expect(headings, path).toBe(1);
    expect(
      names.filter((name) => /^\w+ $/.test(name)),
      path,
    ).toEqual([]);
    expect(new Set(names).size, path).toBe(names.length);
    expect(title, path).toMatch(/belfry$/);
  }
});

test('on a phone the filters of a search lie over it and are left with the hits', async () => {
  const handset = await signInBrowser(browser, belfry, { viewport: phone, hasTouch: true, isMobile: true });
  const small = await handset.open('sessions?q=gargoyle');
  await small.getByText(/hits in 3 sessions/).waitFor();
  await small.getByRole('button', { name: 'Filter', exact: true }).tap();
  await small.getByRole('group', { name: 'Said by' }).getByText('You').tap();
  await small.getByRole('button', { name: 'Show hits' }).tap();
  await small.getByText('2 hits in 2 sessions').waitFor();
  expect(handset.troubles).toEqual([]);
  await handset.context.close();
});

test('no page complained, and the policy was not broken', () => {
  expect(signedIn.troubles).toEqual([]);
});

async function go(path: string): Promise<void> {
  await page.goto(new URL(path, belfry.url).href);
}

/** The match the reader was taken to. */
function marked(): Promise<string | undefined> {
  return page.evaluate(() => {
    const [range] = [...(CSS.highlights.get('found-here') ?? [])] as Range[];
    return range?.toString();
  });
}

/** Characters of the transcript that are in the document. */
function drawn(): Promise<number> {
  return page.evaluate(() => document.querySelector('main')?.textContent?.length ?? 0);
}
