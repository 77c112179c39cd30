import fs from 'node:fs';
import path from 'node:path';

/** A file of the repository that people write: neither data nor output. */
export interface SourceFile {
  /** Below the root, forward slashes. */
  path: string;
  text: string;
}

const written = /\.(?:ts|mts|mjs|cjs|js|svelte|css|sql)$/;
const notWritten = new Set(['node_modules', 'dist', 'fixtures', 'coverage', 'test-results']);

/**
 * Every file below the root but those of dependencies, outputs, fixtures and hidden directories. Read from
 * the disk, so that it also works where there is no git.
 */
function listFiles(root: string): string[] {
  const visit = (dir: string): string[] =>
    fs.readdirSync(path.join(root, dir), { withFileTypes: true }).flatMap((entry) => {
      const place = dir === '' ? entry.name : `${dir}/${entry.name}`;
      if (!entry.isDirectory()) return entry.isFile() ? [place] : [];
      return notWritten.has(entry.name) || entry.name.startsWith('.') ? [] : visit(place);
    });
  return visit('').sort();
}

/** Every source file people write. */
export function readSourceFiles(root: string): SourceFile[] {
  return listFiles(root)
    .filter((file) => written.test(file))
    .map((file) => ({ path: file, text: fs.readFileSync(path.join(root, file), 'utf8') }));
}

/** Every document people write, by its path below the root. */
export function listDocuments(root: string): string[] {
  return listFiles(root).filter((file) => file.endsWith('.md'));
}
