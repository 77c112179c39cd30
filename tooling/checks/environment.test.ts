import { expect, it } from 'vitest';
import { findEnvironmentReads } from './environment.ts';

const place = 'packages/store/src/archive.ts';

it.each(['process.env.HOME', 'process.on("SIGTERM", stop)', 'process.exit(1)', "import { env } from 'node:process';"])(
  'refuses %s in a package',
  (code) => {
    expect(findEnvironmentReads([{ path: place, text: `// first line\n${code}\n` }])).toEqual([
      expect.stringMatching(/^packages\/store\/src\/archive\.ts:2: .* belongs to apps\/cli alone; pass it in$/),
    ]);
  },
);

it('allows it in apps/cli, in tests and in comments', () => {
  const files = ['apps/cli/src/main.ts', 'packages/core/src/lock.test.ts', 'packages/core/src/testing/home.ts'];
  expect(findEnvironmentReads(files.map((path) => ({ path, text: 'process.env.HOME\n' })))).toEqual([]);
  expect(findEnvironmentReads([{ path: place, text: ' * `process.env` is not read here.\n' }])).toEqual([]);
});

it.each(['const { pid, platform } = process;', "const source = 'process';"])('allows %s', (code) => {
  expect(findEnvironmentReads([{ path: place, text: `${code}\n` }])).toEqual([]);
});
