import type { Page } from 'playwright-core';
import { openBrowser } from '../../e2e/support/browser.ts';
import { signInBrowser } from '../../e2e/support/browser-page.ts';
import { startTranscript } from '../../e2e/support/claude-lines.ts';
import { countRowsInView } from '../../e2e/support/count-rows-in-view.ts';
import { writeLongSession } from '../../e2e/support/long-session.ts';
import { imported, startOn } from '../support/daemon.ts';
import type { BenchContext, BenchResult } from '../support/result.ts';
import { median, milliseconds } from '../support/statistics.ts';

const bytes = 100e6;
const wheels = 120;

/** P13: a session of 100 MB is opened in the browser, at its end and in its middle, and scrolled through. */
export async function measureSessionOpen(context: BenchContext): Promise<BenchResult[]> {
  const belfry = await startOn(undefined);
  const long = writeLongSession(belfry.home, bytes, 'needle');
  const short = startTranscript(belfry.home);
  short.prompt('Count the bells');
  short.reply('There are eight.');
  await imported(belfry, 2);
  const middle = await middleOf(belfry, long.transcript.id);
  const browser = await openBrowser();
  const { open } = await signInBrowser(browser, belfry);
  const times = { short: [] as number[], end: [] as number[], middle: [] as number[] };
  let blank = 0;
  for (let round = 0; round < context.rounds + 1; round++) {
    times.short.push(await timeOpening(await open(), belfry.url, pathOf(short.id)));
    times.end.push(await timeOpening(await open(), belfry.url, pathOf(long.transcript.id)));
    times.middle.push(await timeOpening(await open(), belfry.url, `${pathOf(long.transcript.id)}?m=${middle}`));
    blank += await countBlank(await open(pathOf(long.transcript.id)));
  }
  await browser.close();
  await belfry.remove();
  // The first round fills the browser's cache.
  const [floor, end, around] = [times.short, times.end, times.middle].map((all) => median(all.slice(1))) as [
    number,
    number,
    number,
  ];
  const ms = Math.max(end, around);
  return [
    {
      id: 'P13',
      what: `a session of 100 MB opened, from the request of the page to its first screen; ${wheels * (context.rounds + 1)} turns of the wheel`,
      floor: `a session of two messages ${milliseconds(floor)}`,
      ours: `end ${milliseconds(end)}, middle ${milliseconds(around)}; ${blank} blank screens`,
      ratio: `${(ms / floor).toFixed(1)} × floor`,
      budget: '≤ 300 ms, never blank',
      met: ms <= 300 && blank === 0,
    },
  ];
}

function pathOf(id: string): string {
  return `s/${encodeURIComponent(id)}`;
}

async function middleOf(belfry: { api<T>(path: string): Promise<T> }, id: string): Promise<string> {
  const { messages } = await belfry.api<{ messages: { key: string }[] }>(
    `api/v1/sessions/${encodeURIComponent(id)}/messages?variant=prompt&edge=start&limit=500`,
  );
  return encodeURIComponent(messages.at(-1)?.key ?? '');
}

/** Until the first frame with rows at their place, by the page's own clock. */
async function timeOpening(page: Page, url: string, path: string): Promise<number> {
  await page.addInitScript(() => {
    const look = () => {
      const shown = document.querySelector('.reading.isPlaced [data-row]');
      if (shown === null) requestAnimationFrame(look);
      else Object.assign(window, { shownAt: performance.now() });
    };
    requestAnimationFrame(look);
  });
  await page.goto(new URL(path, url).href, { waitUntil: 'commit' });
  const handle = await page.waitForFunction(() => (window as { shownAt?: number }).shownAt);
  const ms = Number(await handle.jsonValue());
  await page.close();
  return ms;
}

/** Turns of the wheel after which not every place in the view shows a row. */
async function countBlank(page: Page): Promise<number> {
  await page.locator('.reading.isPlaced [data-row]').first().waitFor();
  await page.mouse.move(700, 450);
  let blank = 0;
  for (let turn = 0; turn < wheels; turn++) {
    await page.mouse.wheel(0, turn % 40 < 28 ? -800 : 600);
    const rows = await page.evaluate(countRowsInView);
    if (rows < 3) blank += 1;
  }
  await page.close();
  return blank;
}
