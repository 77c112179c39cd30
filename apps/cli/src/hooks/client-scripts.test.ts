import { execFileSync, spawnSync } from 'node:child_process';
import { chmodSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { toHookScript, toStatusScript } from './client-scripts.ts';
import { maxSpooled } from './spool-places.ts';

let base: string;
let spool: string;
let script: string;

beforeEach(() => {
  base = mkdtempSync(join(tmpdir(), "belfry it's "));
  spool = join(base, 'spool');
  script = join(base, 'client');
  mkdirSync(spool);
  install(toHookScript(spool));
});
afterEach(() => rmSync(base, { recursive: true, force: true }));

function install(text: string): void {
  writeFileSync(script, text);
  chmodSync(script, 0o700);
}

function call(args: string[], input = '') {
  const { status, stdout, stderr } = spawnSync(script, args, { input, cwd: base, encoding: 'utf8' });
  return { status, stdout, stderr };
}

const silent = { status: 0, stdout: '', stderr: '' };
const spooled = () => readdirSync(spool).map((name) => [name.split('-')[0], readFileSync(join(spool, name), 'utf8')]);

describe('the client of hooks', () => {
  it('leaves what it is told byte for byte, for its owner only, and says nothing', () => {
    const payload = `{"session_id":"a","text":"\\\\n 'é' ${'x'.repeat(200_000)}"}`;
    expect(call(['claude'], payload)).toEqual(silent);
    expect(spooled()).toEqual([['claude', payload]]);
    expect(statSync(join(spool, readdirSync(spool)[0] ?? '')).mode & 0o777).toBe(0o600);
  });

  it('succeeds where it can leave nothing', () => {
    expect(call([], '{}')).toEqual(silent);
    expect(call(['../x'], '{}')).toEqual(silent);
    rmSync(spool, { recursive: true });
    expect(call(['claude'], 'x'.repeat(200_000))).toEqual(silent);
    expect(call(['codex', 'then', 'echo', 'on', '{}'])).toEqual({ ...silent, stdout: 'on {}\n' });
  });

  it('stops to fill the disk when nobody takes anything away, and marks that', () => {
    for (let n = 0; n < maxSpooled; n++) writeFileSync(join(spool, `claude-${n}-0`), '');
    expect(call(['claude'], '{}')).toEqual(silent);
    const names = readdirSync(spool);
    expect(names.length).toBe(maxSpooled + 1);
    expect(names).toContain('.full');
  });

  it('of calls at once none is lost', async () => {
    const all = Array.from({ length: 20 }, (_, n) => `{"n":${n}}`);
    const line = all.map((payload) => `printf '%s' '${payload}' | "$0" claude &`).join('\n');
    execFileSync('sh', ['-c', `${line}\nwait`, script]);
    expect(
      spooled()
        .map(([, text]) => text)
        .sort(),
    ).toEqual([...all].sort());
  });

  it('as notify goes on with the program that stood there, in its place', () => {
    const payload = '{"type":"agent-turn-complete","x":"a b"}';
    const own = ['sh', '-c', 'echo "$PWD $1 $2"; umask; exit 3', 'x', "it's"];
    expect(call(['codex', 'then', ...own, payload])).toEqual({
      status: 3,
      stdout: `${base} it's ${payload}\n${execFileSync('sh', ['-c', 'umask'], { encoding: 'utf8' })}`,
      stderr: '',
    });
    expect(call(['codex', 'then', payload])).toEqual(silent);
    expect(spooled()).toEqual([
      ['codex', `${payload}\n`],
      ['codex', `${payload}\n`],
    ]);
  });
});

describe('the client of a status line', () => {
  const payload = '{"model":{"id":"x"}, "session_id" : "0a-B", "text":"it\'s \\"x\\" \\\\ é"}';

  it('leaves the last payload of each session, and shows nothing of its own', () => {
    install(toStatusScript(spool, 'claude', undefined));
    expect(call([], '{"session_id":"0a-B"}')).toEqual(silent);
    expect(call([], payload)).toEqual(silent);
    expect(call([], '{"session_id":"other"}')).toEqual(silent);
    expect(readdirSync(spool).sort()).toEqual(['claude-0a-B', 'claude-other']);
    expect(readFileSync(join(spool, 'claude-0a-B'), 'utf8')).toBe(`${payload}\n`);
    expect(statSync(join(spool, 'claude-0a-B')).mode & 0o777).toBe(0o600);
  });

  it('shows what the one before it shows, told the same', () => {
    install(toStatusScript(spool, 'claude', `cat; echo "it's $((1 + 1))" >&2; exit 4`));
    expect(call([], payload)).toEqual({ status: 4, stdout: `${payload}\n`, stderr: "it's 2\n" });
  });

  it.each(['', '{}', '{"session_id":"../../x"}', '{"session_id":7}', 'no JSON'])('leaves nothing of %j', (odd) => {
    install(toStatusScript(spool, 'claude', undefined));
    expect(call([], odd)).toEqual(silent);
    expect(readdirSync(spool)).toEqual([]);
  });

  it('changes nothing where no daemon ever was', () => {
    rmSync(spool, { recursive: true });
    install(toStatusScript(spool, 'claude', 'echo on'));
    expect(call([], payload)).toEqual({ ...silent, stdout: 'on\n' });
  });
});
