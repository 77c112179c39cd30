import { defineConfig } from 'vitest/config';

export default defineConfig({
  ssr: { resolve: { conditions: ['@belfry/source'] } },
  resolve: { conditions: ['@belfry/source'] },
  test: {
    include: ['e2e/**/*.test.ts'],
    testTimeout: 120_000,
    hookTimeout: 120_000,
    pool: 'forks',
    // These tests hold belfry to its delays; two at a time would measure each other.
    fileParallelism: false,
  },
});
