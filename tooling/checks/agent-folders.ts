import fs from 'node:fs';
import path from 'node:path';

const parts = ['index.ts', 'paths.ts', 'records.ts', 'parse.ts', 'content.ts', 'inspect.ts', 'README.md', 'fixtures'];

/** Agents that lack a part every agent has, or that the registry does not list. */
export function findIncompleteAgents(agentsDir: string): string[] {
  const registry = fs.readFileSync(path.join(agentsDir, 'registry.ts'), 'utf8');
  const folders = fs.readdirSync(agentsDir, { withFileTypes: true }).filter((entry) => entry.isDirectory());
  return folders.flatMap(({ name }) => {
    const missing = [...parts, `${name}.test.ts`].filter((part) => !fs.existsSync(path.join(agentsDir, name, part)));
    const problems = missing.map((part) => `agent ${name} lacks ${part}`);
    if (!registry.includes(`'./${name}/index.ts'`)) problems.push(`agent ${name} is not in registry.ts`);
    return problems;
  });
}
