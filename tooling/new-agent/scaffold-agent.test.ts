import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { workspaceRoot } from '../bootstrap/paths.mjs';
import { findIncompleteAgents } from '../checks/agent-folders.ts';
import { addToRegistry, scaffoldAgent } from './scaffold-agent.ts';

describe('in a copy of the workspace', () => {
  let root: string;
  let ingest: string;
  let folder: string;
  beforeAll(() => {
    root = fs.mkdtempSync(path.join(os.tmpdir(), 'belfry-new-agent-'));
    ingest = path.join(root, 'packages/ingest');
    const copied = ['packages/ingest/src', 'packages/ingest/package.json', 'tsconfig.base.json', 'vitest.config.ts'];
    for (const name of copied) {
      fs.cpSync(path.join(workspaceRoot, name), path.join(root, name), { recursive: true });
    }
    for (const name of ['node_modules', 'packages/ingest/node_modules']) {
      fs.symlinkSync(path.join(workspaceRoot, name), path.join(root, name));
    }
    folder = scaffoldAgent(ingest, 'gemini-cli');
  });
  afterAll(() => fs.rmSync(root, { recursive: true }));

  it('makes a folder that typechecks', () => {
    const include = ['src/agents/gemini-cli', 'src/agents/registry.ts'];
    const config = { extends: '../../tsconfig.base.json', include };
    fs.writeFileSync(path.join(ingest, 'tsconfig.json'), JSON.stringify(config));
    const compiler = path.join(workspaceRoot, 'node_modules/@typescript/native/bin/tsc');
    expect(spawnSync(process.execPath, [compiler, '-p', ingest], { encoding: 'utf8' }).stdout).toBe('');
  });

  it('makes a folder with every part an agent has', () => {
    const incomplete = findIncompleteAgents(path.join(ingest, 'src/agents'));
    expect(incomplete.filter((line) => line.includes('gemini-cli'))).toEqual([]);
  });

  it('makes an agent that passes the conformance suite', { timeout: 60_000 }, () => {
    const args = ['run', 'packages/ingest/src/agents/gemini-cli', '--update'];
    const run = spawnSync('vitest', args, { encoding: 'utf8', cwd: root });
    expect(run.status, run.stdout + run.stderr).toBe(0);
    expect(fs.existsSync(path.join(folder, 'fixtures/sessions/first.jsonl.facts.json'))).toBe(true);
  });

  it('refuses an id that is taken or is no folder name, and changes nothing', () => {
    const registry = fs.readFileSync(path.join(ingest, 'src/agents/registry.ts'), 'utf8');
    expect(() => scaffoldAgent(ingest, 'gemini-cli')).toThrow('exists already');
    expect(() => scaffoldAgent(ingest, '../elsewhere')).toThrow('no agent id');
    expect(fs.readFileSync(path.join(ingest, 'src/agents/registry.ts'), 'utf8')).toBe(registry);
  });
});

it('adds an agent to the end of the registry', () => {
  const registry = [
    "import type { AgentDefinition } from '../agent.ts';",
    "import { claude } from './claude/index.ts';",
    '',
    'export const agents: readonly AgentDefinition[] = [claude];',
    '',
  ].join('\n');
  expect(addToRegistry(registry, 'gemini-cli', 'geminiCli')).toBe(
    [
      "import type { AgentDefinition } from '../agent.ts';",
      "import { claude } from './claude/index.ts';",
      "import { geminiCli } from './gemini-cli/index.ts';",
      '',
      'export const agents: readonly AgentDefinition[] = [claude, geminiCli];',
      '',
    ].join('\n'),
  );
});

it('says so when the registry has no list', () => {
  expect(() => addToRegistry('', 'a', 'a')).toThrow('no list of agents');
});
