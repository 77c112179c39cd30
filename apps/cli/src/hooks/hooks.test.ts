import { spawnSync } from 'node:child_process';
import {
  chmodSync,
  existsSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { resolveAppPaths } from '@belfry/core/node';
import { parse } from 'jsonc-parser';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { putIn, takeOut } from './apply-plan.ts';
import { toHookAgents } from './hook-agents.ts';
import { diffOf, type PlannedFile, planHooks } from './hook-plan.ts';
import { createHookRecords } from './hook-record.ts';

let home: string;
let settings: string;
let config: string;
let hooksFile: string;

beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), "belfry it's "));
  mkdirSync(join(home, '.claude'));
  mkdirSync(join(home, '.codex'));
  settings = join(home, '.claude/settings.json');
  config = join(home, '.codex/config.toml');
  hooksFile = join(home, '.codex/hooks.json');
});
afterEach(() => rmSync(home, { recursive: true, force: true }));

const paths = () => resolveAppPaths({ env: { BELFRY_HOME: join(home, 'belfry') }, platform: 'linux', home });
const records = () => createHookRecords(paths());
const plan = (claude = '2.1.330'): PlannedFile[] =>
  planHooks({
    hookAgents: toHookAgents({ claude }),
    environment: { home, platform: 'linux', env: {} },
    paths: paths(),
    records: records(),
  });
const install = (version?: string) => putIn(plan(version), records(), paths());
const uninstall = () => takeOut(plan(), records());
const read = (path: string) => (existsSync(path) ? readFileSync(path, 'utf8') : undefined);
const snapshot = () => [settings, config, hooksFile].map(read);
const claude = () => parse(read(settings) ?? '');

const crowded = `{
    "model": "opus", "permissions": { "allow": ["Bash(ls:*)"] },
    "hooks": {
        "Stop": [
            { "hooks": [{ "type": "command", "command": "say done" }] }
        ],
        "PreToolUse": [{ "matcher": "Bash", "hooks": [{ "type": "command", "command": "guard" }] }]
    },
    "statusLine": { "type": "command", "command": "echo \\"it's\\" $(cat | wc -l)", "padding": 0 }
}
`;
const toml = `# mine
model = "gpt-5-codex"
notify = [
  "notify-send", # loud
  "it's [x]",
]

[tui]
notify = true
`;

describe('install', () => {
  it('where there is nothing makes what is needed, and uninstall leaves nothing', () => {
    install();
    expect(Object.keys(claude().hooks)).toContain('PermissionRequest');
    expect(claude().statusLine.type).toBe('command');
    expect(parse(read(hooksFile) ?? '').hooks.Interrupt).toHaveLength(1);
    expect(read(config)).toContain('notify = [');
    expect(statSync(settings).mode & 0o777).toBe(0o600);
    uninstall();
    expect(snapshot()).toEqual([undefined, undefined, undefined]);
  });

  it('keeps all else, and uninstall puts it back byte for byte', () => {
    writeFileSync(settings, crowded, { mode: 0o644 });
    writeFileSync(config, toml);
    const before = snapshot();
    install();
    const { hooks, ...rest } = claude();
    expect(rest).toMatchObject({ model: 'opus', permissions: { allow: ['Bash(ls:*)'] }, statusLine: { padding: 0 } });
    expect(hooks.Stop.map((group: { hooks: { command: string }[] }) => group.hooks[0]?.command)).toEqual([
      'say done',
      expect.stringContaining('belfry-hook'),
    ]);
    expect(read(settings)).toContain('"model": "opus", "permissions": { "allow": ["Bash(ls:*)"] },');
    expect(statSync(settings).mode & 0o777).toBe(0o644);
    expect(read(config)).toContain('"then", "notify-send", "it\'s [x]"]');
    expect(read(config)).toContain('[tui]\nnotify = true');
    uninstall();
    expect(snapshot()).toEqual(before);
  });

  it('again changes nothing, also after an update of the agent asks for other hooks', () => {
    writeFileSync(settings, crowded);
    install('1.0.128');
    expect(Object.keys(claude().hooks)).not.toContain('PermissionRequest');
    install();
    const once = snapshot();
    expect(plan().map((one) => diffOf(one, one.with()))).toEqual(['', '', '']);
    install();
    expect(snapshot()).toEqual(once);
    uninstall();
    expect(read(settings)).toBe(crowded);
  });

  it('a dry run says what would change', () => {
    writeFileSync(settings, '{\n  "model": "opus"\n}\n');
    const [first] = plan();
    const diff = first && diffOf(first, first.with());
    expect(diff).toContain(`--- ${settings}`);
    expect(diff).toMatch(/^\+ {2}"hooks": \{$/m);
    expect(diff).toMatch(/^-.*"model": "opus"$/m);
    expect(read(settings)).toBe('{\n  "model": "opus"\n}\n');
    expect(existsSync(join(home, 'belfry'))).toBe(false);
  });

  it('follows links and keeps them', () => {
    const real = join(home, 'dotfiles.json');
    writeFileSync(real, '{}');
    symlinkSync(real, settings);
    install();
    expect(lstatSync(settings).isSymbolicLink()).toBe(true);
    expect(parse(read(real) ?? '').hooks).toBeDefined();
    uninstall();
    expect(lstatSync(settings).isSymbolicLink()).toBe(true);
    expect(read(real)).toBe('{}');
  });

  it('keeps a copy of what was there, for its owner only', () => {
    writeFileSync(settings, crowded, { mode: 0o644 });
    install();
    const directory = join(paths().stateDir, 'hooks');
    const backup = readdirSync(directory).find((name) => name.endsWith('.backup')) ?? '';
    expect(read(join(directory, backup))).toBe(crowded);
    expect(statSync(join(directory, backup)).mode & 0o777).toBe(0o600);
  });

  it('what it installed works as a shell runs it', () => {
    writeFileSync(settings, crowded);
    install();
    const run = (command: string, input: string) =>
      spawnSync('sh', ['-c', command], { input, encoding: 'utf8', cwd: home });
    const { hooks, statusLine } = claude();
    expect(run(hooks.Stop[1].hooks[0].command, '{"a":1}')).toMatchObject({ status: 0, stdout: '', stderr: '' });
    expect(run(statusLine.command, '{"session_id":"s"}')).toMatchObject({ status: 0, stdout: "it's 1\n" });
    const spool = paths().spoolDir;
    expect(readdirSync(join(spool, 'hooks')).map((name) => read(join(spool, 'hooks', name)))).toEqual(['{"a":1}']);
    expect(readdirSync(join(spool, 'status'))).toEqual(['claude-s']);
  });
});

describe('uninstall of settings that were changed since', () => {
  it('takes own entries only', () => {
    writeFileSync(settings, crowded);
    writeFileSync(config, toml);
    install();
    const edit = (path: string, from: string, to: string) => writeFileSync(path, (read(path) ?? '').replace(from, to));
    edit(settings, '"model": "opus"', '"model": "haiku"');
    edit(config, 'gpt-5-codex', 'gpt-6');
    edit(hooksFile, '{', '{ "mine": 1,');
    uninstall();
    expect(parse(read(settings) ?? '')).toEqual({ ...parse(crowded), model: 'haiku' });
    expect(read(settings)).not.toContain('belfry');
    expect(read(config)).toBe(toml.replace('gpt-5-codex', 'gpt-6'));
    expect(parse(read(hooksFile) ?? '')).toEqual({ mine: 1 });
  });

  it('takes them out beside comments, which are left', () => {
    install();
    writeFileSync(settings, `// mine\n${read(settings)?.replace(/\}\s*$/, ',\n  "a": 1 // too\n}\n')}`);
    uninstall();
    expect(read(settings)).toMatch(/^\/\/ mine\n/);
    expect(read(settings)).toContain('// too');
    expect(claude()).toEqual({ a: 1 });
  });

  it('leaves hooks that were put into a group of belfry’s', () => {
    install();
    const value = claude();
    value.hooks.Stop[0].hooks.push({ type: 'command', command: 'mine' });
    writeFileSync(settings, JSON.stringify(value));
    uninstall();
    expect(claude()).toEqual({ hooks: { Stop: [{ hooks: [{ type: 'command', command: 'mine' }] }] } });
  });

  it('without a record of what was there gives back the program of notify', () => {
    writeFileSync(config, toml);
    install();
    rmSync(join(paths().stateDir, 'hooks'), { recursive: true });
    uninstall();
    expect(read(config)).toContain('notify = ["notify-send", "it\'s [x]"]');
    expect(read(hooksFile)).not.toContain('belfry');
  });

  it('that were never touched does nothing', () => {
    writeFileSync(settings, crowded);
    uninstall();
    expect(snapshot()).toEqual([crowded, undefined, undefined]);
  });
});

describe('refused, with nothing written:', () => {
  const refusal = (act: () => void) => {
    const before = snapshot();
    expect(act).toThrow(expect.objectContaining({ code: 'BELFRY_SETTINGS_REFUSED' }));
    expect(snapshot()).toEqual(before);
  };

  it.each([
    ['JSON that is none', '{ "a": '],
    ['comments, with which the agent reads none of it', '{ // mine\n}'],
    ['a trailing comma', '{ "a": 1, }'],
    ['a list', '[]'],
    ['hooks of another shape', '{"hooks": {"Stop": "x"}}'],
  ])('%s', (_, text) => {
    writeFileSync(settings, text);
    refusal(install);
  });

  it.each([
    ['TOML that is none', 'a = '],
    ['a notify that is no list', 'notify = "x"'],
    ['a notify of a dotted kind', 'notify = [["x"]]'],
  ])('%s', (_, text) => {
    writeFileSync(config, text);
    refusal(install);
  });

  it('a read-only file', () => {
    writeFileSync(settings, '{}');
    chmodSync(settings, 0o444);
    refusal(install);
  });

  it('a link to nowhere', () => {
    symlinkSync(join(home, 'nowhere'), settings);
    refusal(install);
  });

  it('a file another program writes at the same time', () => {
    writeFileSync(settings, '{}');
    const planned = plan();
    writeFileSync(settings, '{"model":"opus"}');
    refusal(() => putIn(planned, records(), paths()));
    expect(readdirSync(join(home, '.claude'))).toEqual(['settings.json']);
  });
});
