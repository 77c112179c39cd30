import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { BelfryHome } from './belfry-home.ts';
import type { RunningBelfry } from './belfry-process.ts';

/** Tells belfry what a hook of Claude Code tells. */
export async function tellHook(
  home: BelfryHome,
  belfry: RunningBelfry,
  session: string,
  event: string,
  more: object = {},
): Promise<void> {
  const token = readFileSync(join(home.directory, 'state', 'hook-token'), 'utf8').trim();
  const response = await fetch(new URL('api/v1/hooks/claude', belfry.url), {
    method: 'POST',
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
    body: JSON.stringify({ session_id: session, hook_event_name: event, cwd: '/home/dev/tower', ...more }),
  });
  if (response.status !== 204) throw new Error(`${event}: ${response.status} ${await response.text()}`);
}
