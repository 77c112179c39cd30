import type { QuotaSample } from '@belfry/core';

/** Sessions whose last figures are remembered. */
const maxSessions = 256;

/**
 * Which samples of a session's status line are news. Each session repeats what its own last answer said, so among
 * several the figures go to and fro: a figure counts when its session said another before, and the first one of a
 * session when it is ahead of what is known.
 */
export function createQuotaChanges(): (session: string, samples: readonly QuotaSample[]) => QuotaSample[] {
  const said = new Map<string, Map<string, QuotaSample>>();
  const newest = new Map<string, QuotaSample>();

  return (session, samples) => {
    const before = said.get(session) ?? new Map<string, QuotaSample>();
    said.delete(session);
    said.set(session, before);
    for (const oldest of said.keys()) {
      if (said.size <= maxSessions) break;
      said.delete(oldest);
    }
    return samples.filter((sample) => {
      const own = before.get(sample.limit);
      const known = newest.get(sample.limit);
      before.set(sample.limit, sample);
      const isNews = own === undefined ? known === undefined || isAhead(sample, known) : !isSame(own, sample);
      if (isNews) newest.set(sample.limit, sample);
      return isNews;
    });
  };
}

function isSame(a: QuotaSample, b: QuotaSample): boolean {
  return a.usedPercent === b.usedPercent && a.resetsAt === b.resetsAt;
}

function isAhead(sample: QuotaSample, known: QuotaSample): boolean {
  const [reset = '', knownReset = ''] = [sample.resetsAt, known.resetsAt];
  return reset === knownReset ? sample.usedPercent > known.usedPercent : reset > knownReset;
}
