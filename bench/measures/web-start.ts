import { statSync } from 'node:fs';
import { join } from 'node:path';
import { openBrowser } from '../../e2e/support/browser.ts';
import { desktop, signInBrowser } from '../../e2e/support/browser-page.ts';
import { startTranscript } from '../../e2e/support/claude-lines.ts';
import { imported, startOn } from '../support/daemon.ts';
import type { BenchContext, BenchResult } from '../support/result.ts';

const assets = join(import.meta.dirname, '../../apps/cli/dist/web');
const pages = ['', 'sessions', 's'] as const;

/** P14: JavaScript a page has loaded before it first paints its own content, compressed as gzip. */
export async function measureWebStart(_context: BenchContext): Promise<BenchResult[]> {
  const belfry = await startOn(undefined);
  const transcript = startTranscript(belfry.home);
  transcript.prompt('Ring the bells');
  transcript.reply('They **ring**.');
  await imported(belfry, 1);
  const browser = await openBrowser();
  const sizes = new Map<string, number>();
  for (const path of pages) {
    const { context } = await signInBrowser(browser, belfry, { viewport: desktop });
    // Empty caches: what a first visit costs.
    const page = await context.newPage();
    const session = await context.newCDPSession(page);
    await session.send('Network.setCacheDisabled', { cacheDisabled: true });
    await page.goto(new URL(path === 's' ? `s/${encodeURIComponent(transcript.id)}` : path, belfry.url).href);
    await page.getByRole('heading', { level: 1 }).first().waitFor({ state: 'attached' });
    await page.waitForFunction(() => performance.getEntriesByName('first-contentful-paint').length > 0);
    const scripts = await page.evaluate(() => {
      const paintAt = performance.getEntriesByName('first-contentful-paint')[0]?.startTime ?? 0;
      return performance
        .getEntriesByType('resource')
        .filter((entry) => entry.name.endsWith('.js') && (entry as PerformanceResourceTiming).responseEnd <= paintAt)
        .map((entry) => new URL(entry.name).pathname);
    });
    const bytes = scripts.reduce((sum, script) => sum + statSync(join(assets, `${script}.gz`)).size, 0);
    sizes.set(path === '' ? 'Now' : path === 's' ? 'a session' : 'Sessions', bytes);
    await context.close();
  }
  await browser.close();
  await belfry.remove();
  const most = Math.max(...sizes.values());
  return [
    {
      id: 'P14',
      what: 'JavaScript loaded before the first paint of a page, gzip',
      ours: [...sizes].map(([name, bytes]) => `${name} ${(bytes / 1000).toFixed(0)} kB`).join(', '),
      budget: '≤ 120 kB',
      met: most <= 120_000,
    },
  ];
}
