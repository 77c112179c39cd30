import fs from 'node:fs';
import path from 'node:path';

const places = ['packages', 'apps', 'tooling', 'docs', 'e2e', 'bench'];

/**
 * Links and paths in the given documents that lead to nothing: relative links, and code spans that look
 * like a path of the repository. Paths with placeholders (`<id>`, `*`, `{a,b}`, `…`) are not looked at.
 */
export function findDeadLinks(root: string, documents: readonly string[]): string[] {
  return documents.flatMap((document) => {
    const text = fs.readFileSync(path.join(root, document), 'utf8').replace(/^```[\s\S]*?^```/gm, '');
    const links = [...text.matchAll(/\]\(([^)\s#]+)(?:#[^)]*)?\)/g)]
      .map(([, target = '']) => target)
      .filter((target) => !/^[a-z]+:/.test(target))
      .map((target) => ({ target, file: path.join(root, path.dirname(document), target) }));
    const spans = [...text.matchAll(/`([^`\s]+)`/g)]
      .map(([, target = '']) => target)
      .filter((target) => places.some((place) => target.startsWith(`${place}/`)) && !/[<>*{}…]/.test(target))
      .map((target) => ({ target, file: path.join(root, target) }));
    return [...links, ...spans]
      .filter(({ file }) => !fs.existsSync(file))
      .map(({ target }) => `${document}: ${target} does not exist`);
  });
}
