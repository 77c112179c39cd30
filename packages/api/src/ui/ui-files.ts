import { readdirSync, readFileSync } from 'node:fs';
import { join, sep } from 'node:path';

/** The built UI as found on disk. */
export interface UiFiles {
  directory: string;
  /** The page, with the base path written into it. */
  indexHtml: string;
  /** Whether the UI has a file of this name, below its directory and with forward slashes. */
  has(name: string): boolean;
}

/** Reads the names of all files once, so that no request's path ever reaches the file system unchecked. */
export function openUiFiles(directory: string, basePath: string): UiFiles {
  const names = new Set(
    readdirSync(directory, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => join(entry.parentPath, entry.name).slice(directory.length).split(sep).filter(Boolean).join('/')),
  );
  const indexHtml = withBase(readFileSync(join(directory, 'index.html'), 'utf8'), basePath);
  return { directory, indexHtml, has: (name) => name !== 'index.html' && names.has(name) };
}

/** The page with `<base href>` set; `basePath` holds nothing that would need escaping. */
export function withBase(html: string, basePath: string): string {
  const tag = `<base href="${basePath}" />`;
  const replaced = html.replace(/<base\b[^>]*>/i, tag);
  return replaced === html && !html.includes(tag)
    ? html.replace(/<head\b[^>]*>/i, (head) => `${head}\n    ${tag}`)
    : replaced;
}
