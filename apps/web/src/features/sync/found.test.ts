import { expect, test } from 'vitest';
import { sayFound } from './found.ts';

test('the greeting counts agents, not their directories', () => {
  const roots = [
    { agent: 'claude', state: 'watching' },
    { agent: 'claude', state: 'watching' },
    { agent: 'codex', state: 'unavailable' },
  ] as const;
  expect(sayFound(roots, 'importing')).toBe('One agent found. Reading what it did.');
  expect(sayFound(roots, 'idle')).toBe('One agent found. No session yet.');
  expect(sayFound([], undefined)).toBe('No agents found. belfry waits for the first.');
});
