import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';

/** A file of the repository that people write: neither data nor output. */
export interface SourceFile {
  /** Below the root, forward slashes. */
  path: string;
  text: string;
}

const written = /\.(?:ts|mts|mjs|cjs|js|svelte|css|sql)$/;

/** Every written source file that git knows or would add. */
export function readSourceFiles(root: string): SourceFile[] {
  const args = ['ls-files', '--cached', '--others', '--exclude-standard', '-z'];
  const listed = execFileSync('git', args, { cwd: root, encoding: 'utf8', maxBuffer: 64 * 1024 * 1024 });
  return [...new Set(listed.split('\0'))]
    .filter((file) => written.test(file) && !file.includes('/fixtures/') && fs.existsSync(path.join(root, file)))
    .map((file) => ({ path: file, text: fs.readFileSync(path.join(root, file), 'utf8') }));
}
