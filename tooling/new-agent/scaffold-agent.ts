import fs from 'node:fs';
import path from 'node:path';

const templateDir = path.join(import.meta.dirname, 'template');
const templateSuffix = '.template';

/** The names an agent's id turns into, `gemini-cli` for example. */
function namesOf(id: string): Record<string, string> {
  const words = id.split('-');
  const capital = (word: string) => word.charAt(0).toUpperCase() + word.slice(1);
  const pascal = words.map(capital).join('');
  const initials = words.length > 1 ? words.map((word) => word.charAt(0)).join('') : id;
  return {
    __id__: id,
    __Pascal__: pascal,
    __camel__: pascal.charAt(0).toLowerCase() + pascal.slice(1),
    __Label__: words.map(capital).join(' '),
    __CONSTANT__: words.join('_').toUpperCase(),
    __sign__: initials.slice(0, 2).toUpperCase(),
  };
}

/**
 * Makes the folder of a new agent below `ingestDir` and lists it in the registry. Returns the folder.
 * Throws when the id is no folder name in kebab-case or is taken.
 */
export function scaffoldAgent(ingestDir: string, id: string): string {
  if (!/^[a-z][a-z0-9]+(?:-[a-z0-9]+)*$/.test(id)) throw new Error(`"${id}" is no agent id: use kebab-case`);
  const folder = path.join(ingestDir, 'src/agents', id);
  if (fs.existsSync(folder)) throw new Error(`${folder} exists already`);
  const names = namesOf(id);
  const fill = (text: string) => text.replace(/__[A-Za-z]+?__/g, (placeholder) => names[placeholder] ?? placeholder);
  const registryFile = path.join(ingestDir, 'src/agents/registry.ts');
  const registry = addToRegistry(fs.readFileSync(registryFile, 'utf8'), id, fill('__camel__'));

  for (const entry of fs.readdirSync(templateDir, { recursive: true, encoding: 'utf8' })) {
    if (!entry.endsWith(templateSuffix)) continue;
    const name = entry.slice(0, -templateSuffix.length).replace(/^agent\.test\.ts$/, `${id}.test.ts`);
    const file = path.join(folder, name);
    fs.mkdirSync(path.dirname(file), { recursive: true });
    fs.writeFileSync(file, fill(fs.readFileSync(path.join(templateDir, entry), 'utf8')));
  }
  fs.writeFileSync(registryFile, registry);
  return folder;
}

/** The registry's text with one more agent at its end. */
export function addToRegistry(text: string, id: string, name: string): string {
  const imports = [...text.matchAll(/^import \{ \w+ \} from '\.\/[^']+\/index\.ts';\n/gm)];
  const last = imports.at(-1);
  const after = last === undefined ? 0 : last.index + last[0].length;
  const withImport = `${text.slice(0, after)}import { ${name} } from './${id}/index.ts';\n${text.slice(after)}`;
  const listed = withImport.replace(/(agents: [^=]*= \[)([^\]]*?),?\s*\];/, (_, head: string, items: string) =>
    items.trim() === '' ? `${head}${name}];` : `${head}${items}, ${name}];`,
  );
  if (listed === withImport) throw new Error('the registry has no list of agents');
  return listed;
}
