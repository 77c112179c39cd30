import type { Browser, BrowserContext, Page } from 'playwright-core';
import type { RunningBelfry } from './belfry-process.ts';

export const desktop = { width: 1440, height: 900 };
export const phone = { width: 390, height: 844 };

/** A browser of its own, signed in, and everything its pages complained about. */
export interface SignedInBrowser {
  context: BrowserContext;
  /** Errors of pages, their console and the content security policy. */
  troubles: string[];
  open(path?: string): Promise<Page>;
}

type ContextOptions = NonNullable<Parameters<Browser['newContext']>[0]>;

export async function signInBrowser(
  browser: Browser,
  belfry: RunningBelfry,
  options: ContextOptions = { viewport: desktop },
): Promise<SignedInBrowser> {
  const { code } = await belfry.api<{ code: string }>('api/v1/sign-in-links', { method: 'POST' });
  const context = await browser.newContext({ reducedMotion: 'reduce', timezoneId: 'UTC', locale: 'en-GB', ...options });
  const troubles: string[] = [];
  context.on('page', (page) => {
    page.on('pageerror', (error) => troubles.push(error.message));
    page.on('console', (line) => line.type() === 'error' && troubles.push(line.text()));
  });
  const first = await context.newPage();
  await first.goto(`${belfry.url}#sign-in=${code}`);
  await first.getByRole('heading', { level: 1 }).first().waitFor();
  await first.close();
  return {
    context,
    troubles,
    async open(path = '') {
      const page = await context.newPage();
      await page.goto(new URL(path, belfry.url).href);
      return page;
    },
  };
}
