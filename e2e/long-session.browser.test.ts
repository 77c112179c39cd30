import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type BelfryHome, createBelfryHome } from './support/belfry-home.ts';
import { type RunningBelfry, startBelfry } from './support/belfry-process.ts';
import { openBrowser } from './support/browser.ts';
import { desktop, phone, type SignedInBrowser, signInBrowser } from './support/browser-page.ts';
import { countRowsInView } from './support/count-rows-in-view.ts';
import { eventually } from './support/eventually.ts';
import { type LongSession, writeLongSession } from './support/long-session.ts';

const needle = 'gargoylehead';
let home: BelfryHome;
let long: LongSession;
let belfry: RunningBelfry;
let browser: Browser;
let signedIn: SignedInBrowser;

beforeAll(async () => {
  home = createBelfryHome();
  long = writeLongSession(home, 100e6, needle);
  belfry = await startBelfry(home);
  browser = await openBrowser();
  await eventually(async () => {
    const found = await belfry.api<{ items: unknown[] }>(`api/v1/search?match=words&q=${needle}`);
    if (found.items.length === 0) throw new Error('not in the index yet');
  }, 120_000);
  signedIn = await signInBrowser(browser, belfry);
}, 240_000);

afterAll(async () => {
  await browser.close();
  await belfry.stop();
  home.remove();
});

interface Standing {
  text: string;
  isInView: boolean;
  /** The text of the box of output it stands in. */
  line: string;
}

/** The match the reader was taken to, as the browser draws it. */
async function standing(page: Page): Promise<Standing | undefined> {
  return page.evaluate(() => {
    const [range] = [...(CSS.highlights.get('found-here') ?? [])] as Range[];
    if (range === undefined) return undefined;
    const rect = range.getBoundingClientRect();
    const box = range.startContainer.parentElement?.closest('pre')?.getBoundingClientRect();
    const isIn = (top: number, bottom: number) => rect.top >= top && rect.bottom <= bottom && rect.height > 0;
    const text = range.startContainer.textContent ?? '';
    const from = text.lastIndexOf('\n', range.startOffset) + 1;
    return {
      text: range.toString(),
      isInView: isIn(0, innerHeight) && (box === undefined || isIn(box.top - 1, box.bottom + 1)),
      line: text.slice(from, text.indexOf('\n', from)),
    };
  });
}

async function expectToStandAtTheNeedle(page: Page): Promise<void> {
  await expect
    .poll(() => standing(page), { timeout: 10_000 })
    .toEqual({ text: needle, isInView: true, line: `stone 3000 bears the mark ${needle}` });
}

test('from the palette to the marked word deep inside an output, by keyboard alone, and back and forward', async () => {
  const page = await signedIn.open();
  await page.getByRole('heading', { level: 1 }).waitFor();
  await page.keyboard.press('Control+k');
  await page.getByRole('combobox').waitFor();
  await page.keyboard.type(needle);
  await page.getByRole('option', { name: `bears the mark ${needle}` }).waitFor();
  await page.keyboard.press('Enter');
  await page.waitForURL(/in=tool-output/);
  await expectToStandAtTheNeedle(page);
  expect(await page.getByLabel('Find in this session').inputValue()).toBe(needle);

  await page.goBack();
  await page.waitForURL(belfry.url);
  await page.goForward();
  await page.waitForURL(/in=tool-output/);
  await page.getByText('survey --every-stone').first().waitFor();
  await page.reload();
  await expectToStandAtTheNeedle(page);
  await page.close();
});

test('on a phone the same place is found from the page of sessions', async () => {
  const handset = await signInBrowser(browser, belfry, { viewport: phone, hasTouch: true, isMobile: true });
  const page = await handset.open('sessions');
  await page.getByRole('searchbox').fill(needle);
  await page.getByRole('link', { name: needle }).first().tap();
  await page.waitForURL(/in=tool-output/);
  await expectToStandAtTheNeedle(page);
  expect(handset.troubles).toEqual([]);
  await handset.context.close();
});

test('find in session goes from hit to hit, round the end, and closes', async () => {
  const page = await signedIn.open(`s/${encodeURIComponent(long.transcript.id)}`);
  await page.getByText('The last stone is laid.').waitFor();
  await page.keyboard.press('/');
  await page.keyboard.type('"prompt 17"');
  await page.getByText('1 of 1', { exact: true }).waitFor();
  await page.getByText('Prompt 17: lay the next course').first().waitFor();
  await page.keyboard.press('Enter');
  await page.getByText('1 of 1', { exact: true }).waitFor();
  await page.keyboard.press('Escape');
  await page.getByLabel('Find in this session').waitFor({ state: 'hidden' });
  expect(await page.evaluate(() => CSS.highlights.size)).toBe(0);
  await page.close();
});

test('a wheel in the first moment is not undone', async () => {
  const page = await signedIn.open();
  await page.getByRole('heading', { level: 1 }).waitFor();
  await page.goto(new URL(`s/${encodeURIComponent(long.transcript.id)}`, belfry.url).href);
  await page.getByText('The last stone is laid.').waitFor();
  await page.mouse.move(700, 450);
  await page.mouse.wheel(0, -1500);
  const last = page.getByText('The last stone is laid.');
  await expect.poll(() => inView(last)).toBe(false);
  // Past the time in which the list still measures its rows.
  await page.waitForTimeout(600);
  expect(await inView(last)).toBe(false);
  await page.close();
});

test('scrolling never shows an empty screen', async () => {
  const page = await signedIn.open(`s/${encodeURIComponent(long.transcript.id)}`);
  await page.getByText('The last stone is laid.').waitFor();
  await page.mouse.move(700, 450);
  const blank: number[] = [];
  // Most of a screen every other frame: faster than a hand turns a wheel.
  for (let turn = 0; turn < 120; turn++) {
    await page.mouse.wheel(0, turn < 80 ? -800 : 600);
    // A busy machine may owe a frame; an eye sees what is still missing in the next.
    if ((await page.evaluate(countRowsInView)) < 3 && (await page.evaluate(countRowsInView)) < 3) blank.push(turn);
  }
  expect(blank).toEqual([]);
  await page.close();
});

test('no page complained, and the policy was not broken', () => {
  expect(signedIn.troubles).toEqual([]);
});

async function inView(target: ReturnType<Page['getByText']>): Promise<boolean> {
  // Out of view a row is not even drawn.
  const boxes = await target.evaluateAll((all) => all.map((element) => element.getBoundingClientRect().toJSON()));
  return boxes.some(({ top, bottom }) => top > 0 && bottom < desktop.height);
}
