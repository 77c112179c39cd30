import { rmSync } from 'node:fs';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { type BelfryHome, createBelfryHome } from './support/belfry-home.ts';
import { type RunningBelfry, startBelfry } from './support/belfry-process.ts';
import { openBrowser } from './support/browser.ts';
import { phone, type SignedInBrowser, signInBrowser } from './support/browser-page.ts';
import { type ClaudeTranscript, startTranscript } from './support/claude-lines.ts';
import { eventually } from './support/eventually.ts';

const minute = 60_000;
const listed = 160;
let home: BelfryHome;
let bells: ClaudeTranscript;
let belfry: RunningBelfry;
let browser: Browser;
let signedIn: SignedInBrowser;
let page: Page;

beforeAll(async () => {
  home = createBelfryHome();
  const now = Date.now();
  for (let number = 0; number < listed; number++) {
    const session = startTranscript(home, {
      cwd: number % 4 === 0 ? '/home/dev/organ' : '/home/dev/choir',
      atMs: now - (number + 90) * minute,
    });
    session.prompt(`Verse ${String(number).padStart(3, '0')}: tune the pipes`);
    if (number % 8 === 0) session.result(session.call('Bash', { command: 'tune' }), 'Exit code 1\nflat', true);
    session.reply('In tune.');
  }
  bells = writeBells(home, now - 70 * minute);
  belfry = await startBelfry(home);
  browser = await openBrowser();
  await eventually(async () => {
    const { sessions } = await belfry.api<{ sessions: number }>('api/v1/stats');
    if (sessions < listed + 1) throw new Error(`${sessions} sessions`);
  }, 60_000);
  signedIn = await signInBrowser(browser, belfry);
  await signedIn.context.grantPermissions(['clipboard-read', 'clipboard-write']);
}, 120_000);

afterAll(async () => {
  await browser.close();
  await belfry.stop();
  home.remove();
});

beforeEach(async () => {
  page = await signedIn.open('sessions');
  await page.getByText('Mend the rope').first().waitFor();
  return () => page.close();
});

/** A session with something of everything that is drawn in a way of its own. */
function writeBells(at: BelfryHome, atMs: number): ClaudeTranscript {
  const session = startTranscript(at, { cwd: '/home/dev/tower', atMs });
  session.prompt('Mend the rope of the third bell');
  const agent = session.call('Agent', { description: 'Find the splice', prompt: 'Where?', subagent_type: 'explore' });
  const helper = session.subagent(agent, 'Find the splice');
  helper.prompt('Where?');
  helper.reply('Near the pulley.');
  session.result(agent, 'Near the pulley.', false, { status: 'completed', agentId: helper.id.split('/')[1] });
  const colours = session.call('Bash', { command: 'rope --status' });
  session.result(colours, '\u001b[32mgreen rope\u001b[0m and \u001b[31mred thread\u001b[0m');
  const edit = session.call('Edit', {
    file_path: '/home/dev/tower/rope.ts',
    old_string: 'frayed',
    new_string: 'whole',
  });
  session.result(edit, 'updated', false, {
    filePath: '/home/dev/tower/rope.ts',
    structuredPatch: [{ oldStart: 1, oldLines: 1, newStart: 1, newLines: 1, lines: ['-frayed', '+whole'] }],
  });
  session.raw('{"type":"user","mess\n');
  session.reply('The rope holds.');
  return session;
}

test('facets and order stand in the address, survive a reload, and are taken back one by one', async () => {
  await page.getByRole('group', { name: 'Project' }).getByText('organ').click();
  await page.getByRole('group', { name: 'Has' }).getByText('Failures').click();
  await page.getByRole('button', { name: 'Longest' }).first().click();
  await page.waitForURL(/project=organ&has=error&sort=longest/);
  await page.reload();
  await page.getByRole('heading', { level: 1, name: '20 sessions' }).waitFor({ state: 'attached' });
  expect(await page.getByRole('checkbox', { name: /organ/ }).isChecked()).toBe(true);
  await page.goBack();
  await page.goBack();
  await page.waitForURL(/sessions\?project=organ$/);
  await page.getByRole('heading', { level: 1, name: '40 sessions' }).waitFor({ state: 'attached' });
  expect(await page.getByRole('checkbox', { name: /Failures/ }).isChecked()).toBe(false);
});

test('a session opened from far down the list is left to the same place', async () => {
  for (let step = 0; step < 40; step++) await page.keyboard.press('j');
  const focused = page.locator('[data-key]:focus');
  const name = await focused.getAttribute('aria-label');
  const top = (await focused.boundingBox())?.y ?? 0;
  await page.keyboard.press('Enter');
  await page.getByText('In tune.').first().waitFor();
  await page.goBack();
  const row = page.locator(`[data-key][aria-label="${name}"]`);
  await row.waitFor();
  await expect.poll(async () => Math.abs(((await row.boundingBox())?.y ?? 0) - top)).toBeLessThan(3);
});

test('subagents are folded under the session they work for, and unfolded by keyboard', async () => {
  await page.keyboard.press('j');
  await page.keyboard.press('ArrowRight');
  const child = page.getByRole('link', { name: /Where\?|Find the splice/ }).first();
  await child.waitFor();
  await page.keyboard.press('j');
  await page.keyboard.press('ArrowLeft');
  await child.waitFor({ state: 'detached' });
});

test('grouped by project, each project has one head', async () => {
  await page.getByRole('button', { name: 'By project' }).first().click();
  await page.getByRole('heading', { level: 2, name: /choir/ }).waitFor();
  expect(await page.getByRole('heading', { level: 2, name: /choir/ }).count()).toBe(1);
});

test('nothing shifts when sessions arrive, on the list, on Now and under a reader', async () => {
  const reader = await signedIn.open(`s/${encodeURIComponent(bells.id)}`);
  await reader.getByText('The rope holds.').waitFor();
  const now = await signedIn.open();
  await now.getByRole('heading', { level: 1 }).waitFor();
  const pages = [page, now, reader];
  for (const each of pages) await each.waitForTimeout(400);
  for (const each of pages) await each.evaluate(watchShifts);
  // Somebody who stands in the list of Now holds it still.
  await now.keyboard.press('j');
  for (let number = 0; number < 5; number++) {
    const session = startTranscript(home);
    session.prompt(`New verse ${number}`);
    session.reply('Sung.');
  }
  await page.getByText(/\d+ new session/).waitFor();
  await now.getByText(/changed group/).waitFor();
  for (const [index, each] of pages.entries()) {
    const shifts = await each.evaluate(() => (window as { shifts?: string[] }).shifts);
    // A feed whose top is in view shows its news there.
    const moved = shifts?.filter((shift) => !shift.startsWith('Quota and feed'));
    expect(moved, ['Sessions', 'Now', 'a session'][index]).toEqual([]);
  }
  await now.close();
  await reader.close();
});

test('on a phone the document scrolls, and the way back finds its place there too', async () => {
  const handset = await signInBrowser(browser, belfry, { viewport: phone, hasTouch: true, isMobile: true });
  const small = await handset.open('sessions');
  await small.getByText('Mend the rope').first().waitFor();
  await small.evaluate(() => scrollTo(0, 3000));
  await expect.poll(() => small.evaluate(() => scrollY)).toBeGreaterThan(2000);
  // While a list scrolls it takes no touch.
  await small.waitForTimeout(400);
  const name = await small.evaluate(
    () => document.elementFromPoint(150, 400)?.closest('.row')?.querySelector('[data-key]')?.ariaLabel,
  );
  await small.touchscreen.tap(150, 400);
  await small.waitForURL(/\/s\//);
  await small.getByText('In tune.').first().waitFor();
  await small.goBack();
  await small.locator(`[data-key][aria-label="${name}"]`).waitFor();
  await expect.poll(() => small.evaluate(() => scrollY)).toBeGreaterThan(2000);
  expect(handset.troubles).toEqual([]);
  await handset.context.close();
});

test('a session shows its issue where it lies, its colours, its diff and all about a call', async () => {
  await page.goto(new URL(`s/${encodeURIComponent(bells.id)}`, belfry.url).href);
  await page
    .getByText(/malformed line/)
    .first()
    .waitFor();
  expect(await page.locator('.ansi-green-fg').first().textContent()).toBe('green rope');
  expect(await page.getByRole('group', { name: /Change to .*rope\.ts/ }).textContent()).toContain('whole');
  await page.getByRole('complementary', { name: 'About this session' }).getByText('Find the splice').waitFor();
  await page.getByRole('button', { name: 'All about this call' }).last().click();
  const sheet = page.getByRole('dialog', { name: /Edit .*rope\.ts/ });
  await sheet.getByText('Mend the rope of the third bell').waitFor();
  await sheet.getByRole('button', { name: 'As the agent wrote it' }).click();
  await page.getByRole('dialog', { name: 'As the agent wrote it' }).getByText('"structuredPatch"').waitFor();
});

test('a message is copied as Markdown, and a link to a call leads to it', async () => {
  await page.goto(new URL(`s/${encodeURIComponent(bells.id)}`, belfry.url).href);
  await page.getByText('The rope holds.').waitFor();
  await page.keyboard.press('j');
  await page.locator('[data-row]:focus').waitFor();
  await page.keyboard.press('m');
  await page.getByText('Copied as Markdown.').waitFor();
  expect(await page.evaluate(() => navigator.clipboard.readText())).toMatch(/^## You.*\n\nMend the rope/);
  await page.getByText('The rope holds.').hover();
  await page.locator('[data-row]:hover').getByRole('link', { name: 'Link to this message' }).waitFor();

  await page.getByRole('button', { name: 'All about this call' }).last().click();
  await page.getByRole('button', { name: 'Copy link to this call' }).click();
  await page.getByText('Link to this call copied.').waitFor();
  const link = await page.evaluate(() => navigator.clipboard.readText());
  expect(link).toMatch(/[?&]c=toolu_/);
  await page.goto(link);
  await page.getByRole('group', { name: /Change to .*rope\.ts/ }).waitFor();
});

test('a session whose file was deleted says so, in the list and where it is read', async () => {
  const gone = startTranscript(home, { cwd: '/home/dev/crypt' });
  gone.prompt('Remember this bell');
  await eventually(() => belfry.api(`api/v1/sessions/${encodeURIComponent(gone.id)}`));
  await page.goto(new URL(`s/${encodeURIComponent(gone.id)}`, belfry.url).href);
  await page.getByText('Remember this bell').first().waitFor();
  rmSync(gone.path);
  await page.getByText('The agent has deleted the file of this session. All of it is kept here.').waitFor();
  await page.goto(new URL('sessions?has=gone', belfry.url).href);
  await page.getByText('source gone, kept here').first().waitFor();
});

test('the palette does what it lists, and the sheet of keys lists what there is', async () => {
  await page.keyboard.press('Control+k');
  await page.keyboard.type('> dark');
  await page.getByRole('option', { name: 'Dark theme' }).waitFor();
  await page.keyboard.press('Enter');
  expect(await page.evaluate(() => document.documentElement.dataset.theme)).toBe('dark');
  await page.keyboard.press('?');
  const sheet = page.getByRole('dialog', { name: 'Keys' });
  for (const what of ['next session', 'filter', 'search', 'copy resume command', 'go to Now']) {
    await sheet.getByText(what, { exact: true }).waitFor();
  }
});

test('no page complained, and the policy was not broken', () => {
  expect(signedIn.troubles).toEqual([]);
});

/** Runs in the page: every shift of something that was on screen, from now on. */
function watchShifts(): void {
  const shifts: string[] = [];
  Object.assign(window, { shifts });
  new PerformanceObserver((list) => {
    for (const entry of list.getEntries() as (PerformanceEntry & { sources: { node: Element | null }[] })[]) {
      for (const { node } of entry.sources) {
        shifts.push(`${node?.closest('aside')?.ariaLabel ?? 'main'}: ${node?.textContent?.slice(0, 60)}`);
      }
    }
  }).observe({ type: 'layout-shift', buffered: false });
}
