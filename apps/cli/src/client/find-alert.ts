import { createHash } from 'node:crypto';
import type { AlertList } from '@belfry/api/contract';
import { type Alert, BelfryError } from '@belfry/core';
import type { DaemonClient } from './daemon-client.ts';

/** Short enough to type: an alert's own id names its rule, its session and its time. */
export function toAlertName({ id }: Pick<Alert, 'id'>): string {
  return createHash('sha256').update(id).digest('hex').slice(0, 6);
}

/** Those that stand, newest first; with `cleared` also those that do no more. */
export async function readAlerts(
  daemon: DaemonClient,
  { cleared = false, limit }: { cleared?: boolean; limit: number },
): Promise<AlertList> {
  return daemon.request<AlertList>('GET', `api/v1/alerts?cleared=${cleared}&limit=${limit}`);
}

/** By its short name, its id, or its rule when that stands just once. */
export async function findAlerts(daemon: DaemonClient, given: readonly string[]): Promise<Alert[]> {
  const { items } = await readAlerts(daemon, { limit: 500 });
  return given.map((text) => {
    const named = items.filter((alert) => alert.id === text || toAlertName(alert) === text);
    const [found, ...others] = named.length > 0 ? named : items.filter(({ rule }) => rule === text);
    if (found === undefined) {
      throw new BelfryError('BELFRY_NOT_FOUND', `No alert that stands is called "${text}".`, {
        hint: 'belfry alerts list shows them.',
      });
    }
    if (others.length === 0) return found;
    const names = [found, ...others].map(toAlertName).join(', ');
    throw new BelfryError('BELFRY_USAGE', `"${text}" stands more than once.`, { hint: `Give one of ${names}.` });
  });
}
