import { expect, it } from 'vitest';
import { isFittingNode } from './node-version.mjs';

it.each(['v22.22.0', '22.23.1', 'v24.11.0', 'v24.21.0', 'v26.0.0', 'v27.1.0'])('accepts Node %s', (version) => {
  expect(isFittingNode(version)).toBe(true);
});

it.each(['v18.20.0', 'v20.20.2', 'v22.21.9', 'v23.11.0', 'v24.10.0', 'v25.9.0'])('refuses Node %s', (version) => {
  expect(isFittingNode(version)).toBe(false);
});
