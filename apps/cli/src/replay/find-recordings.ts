import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { ExpectedPhase } from './expected-phases.ts';
import { isScenario } from './scenario.ts';

/** Recordings lie at most so deep: of an agent, of a situation, the recording itself. */
const mostLevels = 3;

/** The directory itself when it is a recording, else all recordings below it, in the order of their names. */
export function findRecordings(dir: string, levels = mostLevels): string[] {
  if (isScenario(dir)) return [dir];
  if (levels === 0) return [];
  const entries = readdirSync(dir, { withFileTypes: true }).filter((entry) => entry.isDirectory());
  const names = entries.map(({ name }) => name).sort();
  return names.flatMap((name) => findRecordings(join(dir, name), levels - 1));
}

/** What a recording is to show, as `expected.jsonl` in or above its directory says; `undefined` when nobody says. */
export function readExpected(recording: string): ExpectedPhase[] | undefined {
  const file = [recording, dirname(recording)]
    .map((dir) => join(dir, 'expected.jsonl'))
    .find((path) => existsSync(path));
  if (file === undefined) return undefined;
  return readFileSync(file, 'utf8')
    .split('\n')
    .filter((line) => line.trim() !== '')
    .map((line) => JSON.parse(line) as ExpectedPhase)
    .filter(({ phase }) => phase !== undefined);
}
