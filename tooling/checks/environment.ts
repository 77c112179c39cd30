import type { SourceFile } from './source-files.ts';

// Packages get clock, paths and variables as arguments, so that other programs can use them and tests need none.
const ofPackages = /^packages\/[^/]+\/src\//;
/** The default of the entry for programs that have no composition root of their own. */
const exempt: ReadonlySet<string> = new Set(['packages/ingest/src/host-environment.ts']);
const ofTests = /\.test\.ts$|\/testing\//;
const reading =
  /\bprocess\s*\.\s*(?:env|argv|exit|exitCode|on|once|chdir|stdout|stderr|stdin)\b|(?:from|import|require)\s*\(?\s*['"](?:node:)?process['"]/;

/** Places where a package reads the environment of the process or acts on the process itself. */
export function findEnvironmentReads(files: readonly SourceFile[]): string[] {
  return files
    .filter(({ path }) => ofPackages.test(path) && !ofTests.test(path) && !exempt.has(path))
    .flatMap(({ path, text }) =>
      text.split('\n').flatMap((line, index) => {
        const code = line.replace(/^\s*(?:\/\/|\/?\*).*/, '');
        const found = reading.exec(code)?.[0];
        return found === undefined ? [] : [`${path}:${index + 1}: ${found} belongs to apps/cli alone; pass it in`];
      }),
    );
}
