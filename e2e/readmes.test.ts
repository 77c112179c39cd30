import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';

const packages = join(import.meta.dirname, '../packages');

test.each([
  ['core', 'belfry does not run\n'],
  ['events', /quota\.sampled/],
  ['pricing', '125000\n'],
  ['store', '[]\n'],
  ['usage', '2026-01-02 1200 10000\n'],
])('the example in the README of %s runs as it stands', (name, printed) => {
  const directory = mkdtempSync(join(tmpdir(), 'belfry-readme-'));
  onTestFinished(() => rmSync(directory, { recursive: true, force: true }));
  const readme = readFileSync(join(packages, name, 'README.md'), 'utf8');
  writeFileSync(join(directory, 'example.mts'), /```ts\n([\s\S]*?)```/.exec(readme)?.[1] ?? '');
  mkdirSync(join(directory, 'node_modules/@belfry'), { recursive: true });
  for (const other of ['core', 'events', 'ingest', 'pricing', 'store', 'usage']) {
    symlinkSync(join(packages, other), join(directory, 'node_modules/@belfry', other));
  }
  const output = execFileSync(process.execPath, ['--conditions=@belfry/source', 'example.mts'], {
    cwd: directory,
    encoding: 'utf8',
    env: { HOME: directory, BELFRY_HOME: join(directory, 'belfry'), NODE_NO_WARNINGS: '1' },
  });
  if (typeof printed === 'string') expect(output).toBe(printed);
  else expect(output).toMatch(printed);
});
