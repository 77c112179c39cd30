import type { SourceFile } from './source-files.ts';

const maxLines = 500;
const askedLines = 300;

/** Generated files and data tables, which are as long as their content. */
const exemptFromLength: ReadonlySet<string> = new Set([]);

const vagueName = /^(?:utils?|helpers?|types?|shared|consts?|constants|misc|common)$/;
const kebabCase = /^[a-z0-9]+(?:-[a-z0-9]+)*$/;
const pascalCase = /^[A-Z][A-Za-z0-9]*$/;

function countLines(text: string): number {
  return text.split('\n').length - (text.endsWith('\n') ? 1 : 0);
}

/** Files that are too long to hold one concept. */
export function findLongFiles(files: readonly SourceFile[], exempt = exemptFromLength): string[] {
  return files
    .filter((file) => !exempt.has(file.path) && countLines(file.text) > maxLines)
    .map((file) => `${file.path}: ${countLines(file.text)} lines, more than ${maxLines}; split it by concept`);
}

/** Files whose length is a question for the reviewer, not a failure. */
export function findLongishFiles(files: readonly SourceFile[], exempt = exemptFromLength): string[] {
  return files
    .filter((file) => !exempt.has(file.path))
    .map((file) => ({ path: file.path, lines: countLines(file.text) }))
    .filter(({ lines }) => lines > askedLines && lines <= maxLines)
    .map(({ path, lines }) => `${path}: ${lines} lines; does it still hold one concept?`);
}

/** Files named for no concept, or not in the case their kind has. */
export function findBadNames(files: readonly SourceFile[]): string[] {
  return files.flatMap(({ path }) => {
    const name = path.slice(path.lastIndexOf('/') + 1);
    const stem = name.slice(0, name.indexOf('.', 1));
    if (vagueName.test(stem)) return [`${path}: name the concept it holds instead of "${stem}"`];
    const isComponent = name.endsWith('.svelte');
    if (isComponent && !pascalCase.test(stem)) return [`${path}: components are named in PascalCase`];
    if (!isComponent && !kebabCase.test(stem)) return [`${path}: files are named in kebab-case`];
    return [];
  });
}
