import type { RequestFact } from '@belfry/core';
import { claimOf } from '@belfry/store';
import { expect, it } from 'vitest';
import { packClaims, unpackClaims } from './packed-claims.ts';
import type { ReadFile } from './read-files.ts';

const aRequest = (key: string, more: Partial<RequestFact> = {}): RequestFact => ({
  type: 'request',
  session: 's',
  span: { offset: 0, length: 1 },
  key,
  tokens: { input: 1, output: 2, reasoning: 3, cacheRead: 4, cacheWrite5m: 5, cacheWrite1h: 6, webSearches: 7 },
  basis: 'counted',
  priceClass: 'standard',
  ...more,
});

it('what a thread read comes back from its numbers', () => {
  const claims = [
    claimOf(aRequest('a:b\nc', { at: 1_795_000_000_123, model: 'opus', owner: 'other', reportedCostMicros: 0 })),
    claimOf(aRequest('d', { basis: 'reported', priceClass: 'batch' })),
  ];
  const files: ReadFile[] = [
    { index: 3, sessions: [{ native: 's', cwd: '/home/ada', branch: 'main', claims }] },
    {
      index: 1,
      sessions: [
        { native: 't', claims: [claimOf(aRequest('e', { at: 0 }))] },
        { native: 'u', claims: [] },
      ],
    },
    { index: 2, sessions: [], error: 'EACCES' },
  ];
  const back = [...unpackClaims(structuredClone(packClaims(files)))];
  expect(back).toEqual([
    files[0],
    { index: 1, sessions: [{ native: 't', claims: files[1]?.sessions[0]?.claims }] },
    { index: 1, sessions: [{ native: 'u', claims: [] }] },
    files[2],
  ]);
});
