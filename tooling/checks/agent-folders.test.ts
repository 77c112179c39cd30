import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { findIncompleteAgents } from './agent-folders.ts';

it('names what an agent lacks, and an agent nobody lists', () => {
  const dir = fs.mkdtempSync(path.join(os.tmpdir(), 'belfry-agents-'));
  onTestFinished(() => fs.rmSync(dir, { recursive: true }));
  const parts = ['index.ts', 'paths.ts', 'records.ts', 'parse.ts', 'content.ts', 'inspect.ts', 'README.md'];
  for (const name of ['whole', 'partial', 'unlisted']) {
    fs.mkdirSync(path.join(dir, name, 'fixtures'), { recursive: true });
    for (const part of [...parts, `${name}.test.ts`]) fs.writeFileSync(path.join(dir, name, part), '');
  }
  fs.rmSync(path.join(dir, 'partial/README.md'));
  fs.rmSync(path.join(dir, 'partial/partial.test.ts'));
  const imports = ['whole', 'partial'].map((name) => `import { ${name} } from './${name}/index.ts';\n`);
  fs.writeFileSync(path.join(dir, 'registry.ts'), imports.join(''));
  expect(findIncompleteAgents(dir)).toEqual([
    'agent partial lacks README.md',
    'agent partial lacks partial.test.ts',
    'agent unlisted is not in registry.ts',
  ]);
});
