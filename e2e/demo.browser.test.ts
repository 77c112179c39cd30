import { existsSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { createBelfryHome } from './support/belfry-home.ts';
import { startBelfry } from './support/belfry-process.ts';
import { openBrowser } from './support/browser.ts';
import { startTranscript } from './support/claude-lines.ts';
import { eventually } from './support/eventually.ts';

test('the demo is marked, moves, reads nothing real and leaves nothing behind', { timeout: 90_000 }, async () => {
  const home = createBelfryHome();
  onTestFinished(() => home.remove());
  startTranscript(home).prompt('A secret of the real machine');
  mkdirSync(home.directory, { recursive: true });
  writeFileSync(join(home.directory, 'mine.txt'), 'kept');

  // The demo has a home of its own, and so a secret of its own.
  const demoHome = { ...home, directory: join(home.directory, 'data/demo/belfry') };
  const belfry = await startBelfry(demoHome, ['--demo']);
  let isRunning = true;
  onTestFinished(async () => void (isRunning && (await belfry.stop())));
  const list = () =>
    belfry.api<{ total: number; items: { title: string; lastAt: string }[] }>('api/v1/sessions?sort=recent&limit=500');
  await eventually(async () => {
    const { total } = await list();
    if (total < 60) throw new Error(`${total} sessions`);
  });
  const { items } = await list();
  expect(items.map(({ title }) => title)).not.toContain('A secret of the real machine');
  expect(await belfry.api('api/v1/version')).toMatchObject({ demo: true });
  const { issues } = await belfry.api<{ issues: number }>('api/v1/stats');
  expect(issues).toBe(0);
  const usage = await belfry.api<{ totals: { costMicros: number; unpricedTokens: number }; daily: unknown[] }>(
    'api/v1/usage/summary',
  );
  expect(usage.totals).toMatchObject({ unpricedTokens: 0 });
  expect(usage.daily.length).toBeGreaterThan(10);

  const browser = await openBrowser();
  onTestFinished(() => browser.close());
  const page = await browser.newPage();
  await page.goto(belfry.link);
  await page.getByText('Every agent and session here is made up').waitFor();
  const newest = items[0]?.lastAt ?? '';
  await expect.poll(async () => (await list()).items[0]?.lastAt ?? '', { timeout: 20_000 }).not.toBe(newest);
  await browser.close();

  await belfry.stop();
  isRunning = false;
  const left = readdirSync(home.directory, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  expect(left.map(({ name }) => name)).toEqual(['mine.txt']);
  expect(existsSync(join(home.claudeRoot, 'projects'))).toBe(true);
});
