import { defineConfig } from 'vitest/config';

/** These hold belfry to its delays; others beside them would be measured with it. */
const alone = [
  'e2e/live.browser.test.ts',
  'e2e/long-session.browser.test.ts',
  'e2e/real-agents.test.ts',
  'e2e/states.browser.test.ts',
];

export default defineConfig({
  ssr: { resolve: { conditions: ['@belfry/source'] } },
  resolve: { conditions: ['@belfry/source'] },
  test: {
    testTimeout: 120_000,
    hookTimeout: 120_000,
    // What is awaited comes at once; on a busy machine a second is not long.
    expect: { poll: { timeout: 15_000 } },
    pool: 'forks',
    projects: [
      {
        extends: true,
        test: {
          name: 'together',
          include: ['e2e/**/*.test.ts'],
          exclude: alone,
          // More than cores: mostly they wait, for a page or for a process that starts.
          maxWorkers: 4,
          sequence: { groupOrder: 1 },
        },
      },
      {
        extends: true,
        test: { name: 'alone', include: alone, maxWorkers: 1, fileParallelism: false, sequence: { groupOrder: 2 } },
      },
    ],
  },
});
