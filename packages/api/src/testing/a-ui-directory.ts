import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { brotliCompressSync, gzipSync } from 'node:zlib';

export const aScript = 'export const tower = "belfry";\n'.repeat(20);

/** A built UI in a temporary directory: a page, one hashed script in three encodings, an icon. */
export function aUiDirectory(
  indexHtml = '<!doctype html><html><head><base href="/" /><title>belfry</title></head><body></body></html>',
): { path: string; [Symbol.dispose](): void } {
  const path = mkdtempSync(join(tmpdir(), 'belfry-ui-'));
  mkdirSync(join(path, 'assets'));
  writeFileSync(join(path, 'index.html'), indexHtml);
  writeFileSync(join(path, 'favicon.svg'), '<svg xmlns="http://www.w3.org/2000/svg"/>');
  const script = join(path, 'assets', 'main-4f2a.js');
  writeFileSync(script, aScript);
  writeFileSync(`${script}.br`, brotliCompressSync(aScript));
  writeFileSync(`${script}.gz`, gzipSync(aScript));
  return { path, [Symbol.dispose]: () => rmSync(path, { recursive: true, force: true }) };
}
