import { defineConfig } from 'vitest/config';

export default defineConfig({
  ssr: { resolve: { conditions: ['@belfry/source'] } },
  resolve: { conditions: ['@belfry/source'] },
  test: {
    include: [
      'packages/*/{src,test}/**/*.test.ts',
      'apps/cli/{src,test}/**/*.test.ts',
      'apps/web/src/**/*.test.ts',
      'bench/**/*.test.ts',
      'tooling/**/*.test.ts',
    ],
    // A limit for what hangs, far above what a busy machine needs.
    testTimeout: 60_000,
    hookTimeout: 60_000,
    pool: 'forks',
    // Files share what they import: loading it for each of them took longer than the tests.
    isolate: false,
    maxWorkers: '100%',
  },
});
