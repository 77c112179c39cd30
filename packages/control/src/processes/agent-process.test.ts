import { expect, it } from 'vitest';
import { toAgentProcess } from './agent-process.ts';
import { parseLsof } from './parse-lsof.ts';
import { parsePs } from './parse-ps.ts';
import { parseBootTime, parseCommandLine, parseProcStat } from './proc-stat.ts';

const id = '0a0a0a0a-0000-4000-8000-00000000000a';
const row = (...args: string[]) => toAgentProcess({ pid: 7, ppid: 1, startedAtMs: 0, args });

it.each([
  [['claude'], { agent: 'claude' }],
  [['/home/ada/.local/bin/claude', '--resume', id], { agent: 'claude', session: id }],
  [['claude', `--session-id=${id}`], { session: id }],
  [['node', '/usr/lib/node_modules/@anthropic-ai/claude-code/cli.js'], { agent: 'claude' }],
  [['/usr/bin/node', '/usr/bin/claude', '-r', id], { agent: 'claude', session: id }],
  [['/opt/codex', 'resume', id], { agent: 'codex', session: id }],
  [['codex', 'exec', 'ring'], { agent: 'codex' }],
])('%j is a process of an agent', (args, expected) => {
  expect(row(...args)).toMatchObject(expected);
});

it('a fork, and words to search for, name no session', () => {
  expect(row('claude', '--resume', id, '--fork-session')?.session).toBeUndefined();
  expect(row('claude', '-r', 'the bells')?.session).toBeUndefined();
});

it.each([
  [['claude', 'mcp', 'serve']],
  [['claude', '--version']],
  [['codex', 'app-server', '--listen', 'unix']],
  [['node', '/usr/bin/codex']],
  [['vim', 'claude']],
  [['bash', '-c', 'claude']],
  [['claude-squad']],
  [[]],
])('%j is none', (args) => {
  expect(row(...args)).toBeUndefined();
});

it('reads what ps writes on macOS and Linux, and passes over what it does not', () => {
  const text = [
    '    1     0 Mon Nov  2 08:00:00 2026     /sbin/launchd',
    ' 4242   400 Mon Nov  2 09:15:30 2026     claude --resume x',
    'PID PPID STARTED COMMAND',
    '',
  ].join('\n');
  const rows = parsePs(text);
  expect(rows.map(({ pid, ppid, args }) => [pid, ppid, args])).toEqual([
    [1, 0, ['/sbin/launchd']],
    [4242, 400, ['claude', '--resume', 'x']],
  ]);
  expect((rows[1]?.startedAtMs ?? 0) - (rows[0]?.startedAtMs ?? 0)).toBe(75.5 * 60_000);
});

it('reads /proc, also of programs with odd names', () => {
  const fields = `S 12 ${'0 '.repeat(17)}2735538 0`;
  expect(parseProcStat(`7 (a) b (c) ${fields}`)).toEqual({ ppid: 12, startTicks: 2_735_538 });
  expect(parseProcStat('')).toBeUndefined();
  expect(parseBootTime('cpu 1 2\nbtime 1793600000\n')).toBe(1_793_600_000_000);
  expect(parseCommandLine('claude\0\0--resume\0x\0')).toEqual(['claude', '', '--resume', 'x']);
  expect(parseCommandLine('')).toEqual([]);
});

it('reads which files lsof says a process holds', () => {
  const text = 'p7\nfcwd\nn/home/ada/tower\nf12\nn/home/ada/.codex/sessions/a.jsonl\nf13\nn/dev/null\n';
  expect(parseLsof(text)).toEqual({ cwd: '/home/ada/tower', open: ['/home/ada/.codex/sessions/a.jsonl'] });
});
