import { expect, it } from 'vitest';
import { bindProcess, type OpenSession } from './bind-process.ts';

const startedAtMs = 1_000_000;
const process = { pid: 7, ppid: 1, startedAtMs, args: ['claude'], agent: 'claude' };
const cwd = '/home/ada/tower';
const aSession = (session: string, more: Partial<OpenSession> = {}): OpenSession => ({
  agent: 'claude',
  session,
  cwds: [cwd],
  files: [`/home/ada/${session}.jsonl`],
  firstAtMs: startedAtMs + 60_000,
  lastAtMs: startedAtMs + 90_000,
  ...more,
});

it('believes what the agent notes, then an open file, then arguments', () => {
  const sessions = [aSession('a'), aSession('b')];
  const open = ['/home/ada/b.jsonl'];
  expect(bindProcess(process, { cwd, open, noted: 'c' }, sessions)).toBe('c');
  expect(bindProcess({ ...process, session: 'a' }, { cwd, open }, sessions)).toBe('b');
  expect(bindProcess({ ...process, session: 'a' }, { cwd, open: [] }, sessions)).toBe('a');
});

it('takes the only session of its directory that has records since it began', () => {
  const old = aSession('old', { firstAtMs: 0, lastAtMs: 10 });
  const other = aSession('other', { cwds: ['/home/ada'] });
  const codex = aSession('codex', { agent: 'codex' });
  expect(bindProcess(process, { cwd, open: [] }, [old, other, codex, aSession('a')])).toBe('a');
  expect(bindProcess(process, { cwd, open: [] }, [old, other, codex])).toBeUndefined();
  const resumed = aSession('resumed', { firstAtMs: 0 });
  expect(bindProcess(process, { cwd, open: [] }, [resumed])).toBe('resumed');
  expect(bindProcess(process, { cwd, open: [] }, [resumed, aSession('a')])).toBe('a');
});

it('says nothing when several could be meant', () => {
  expect(bindProcess(process, { cwd, open: [] }, [aSession('a'), aSession('b')])).toBeUndefined();
  expect(bindProcess(process, { open: [] }, [aSession('a')])).toBeUndefined();
});
