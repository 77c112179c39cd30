import { BelfryError, type RequestUsage, type SessionUsage } from '@belfry/core';
import type { UsageReports } from '@belfry/usage';

/** One session, request by request. */
export interface RequestReport {
  id: string;
  usage: SessionUsage;
  requests: RequestUsage[];
}

const pageSize = 1000;

/** The session an id means: belfry's own (`claude:<id>`) or the agent's; `undefined` when there is none. */
export function collectRequests(
  reports: UsageReports,
  given: string,
  agents: readonly string[],
): RequestReport | undefined {
  for (const id of [given, ...agents.map((agent) => `${agent}:${given}`)]) {
    const usage = reports.session(id);
    if (usage !== undefined) return { id, usage, requests: readRequests(reports, id) };
  }
  return undefined;
}

export function unknownSession(given: string): BelfryError {
  return new BelfryError('BELFRY_NOT_FOUND', `No session is called "${given}".`, {
    hint: 'belfry usage session --json lists the ids of all.',
  });
}

/** What is counted in a session, request by request, in order of time. */
export function readRequests(reports: UsageReports, id: string): RequestUsage[] {
  const requests: RequestUsage[] = [];
  let cursor: string | undefined;
  do {
    const page = reports.requests(id, { limit: pageSize, ...(cursor === undefined ? {} : { cursor }) });
    requests.push(...(page?.items ?? []));
    cursor = page?.next;
  } while (cursor !== undefined);
  // What another session counts is no usage of this one.
  return requests.filter(({ countedIn }) => countedIn === undefined);
}
