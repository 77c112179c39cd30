import {
  appendFileSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import Database from 'better-sqlite3';
import { expect, test } from 'vitest';
import { aFamily } from './support/a-family.ts';
import { runCli } from './support/belfry-process.ts';
import { startTranscript } from './support/claude-lines.ts';
import { eventually } from './support/eventually.ts';
import { archiveOf, json, newHome, start, stop, until } from './support/keeping-homes.ts';

test('a session whose files are gone is marked, and stays readable, searchable and counted', async () => {
  const home = newHome();
  const family = aFamily(home, 'quagga');
  mkdirSync(home.directory, { recursive: true });
  writeFileSync(join(home.directory, 'config.toml'), 'rescan_seconds = 5\n');
  const belfry = await start(home);
  await until(belfry, { sessions: 1, subagents: 1, sources: 4 });
  const id = encodeURIComponent(family.id);
  const known = async () => {
    const { items } = await belfry.api<{ items: object[] }>('api/v1/search?q=quagga');
    const { totals } = await belfry.api<{ totals: object }>('api/v1/usage/summary?from=2026-01-01&to=2026-01-31');
    const { messages } = await belfry.api<{ messages: object[] }>(`api/v1/sessions/${id}/messages`);
    return { hits: items.length, totals, messages };
  };
  await eventually(async () => expect((await known()).hits).toBeGreaterThan(2));
  const before = await known();
  expect(before.totals).toMatchObject({ requests: expect.any(Number) });

  rmSync(dirname(family.path), { recursive: true });
  startTranscript(home, { cwd: '/home/dev/elsewhere' }).prompt('So that the root is not empty.');
  await until(belfry, { sourcesGone: 4, sessions: 2, subagents: 1 });
  expect(await belfry.api(`api/v1/sessions/${id}`)).toMatchObject({ sourceGone: true });
  expect(await known()).toEqual(before);
  await belfry.stop();
  expect((await runCli(home, 'sessions', 'show', family.id)).stdout).toContain('There is no quagga.');
});

test('a session is put back where its agent looks for it: all its files, their names, bytes and times', async () => {
  const home = newHome();
  const family = aFamily(home, 'quagga');
  const child = join(dirname(family.path), family.sessionId, 'subagents');
  const at = new Date(Date.UTC(2026, 0, 2, 3, 4, 5, 678));
  utimesSync(family.path, at, at);
  const whole = readFileSync(family.path);
  mkdirSync(home.directory, { recursive: true });
  writeFileSync(join(home.directory, 'config.toml'), 'rescan_seconds = 5\n');
  const belfry = await start(home);
  await until(belfry, { sessions: 1, subagents: 1, sources: 4 });
  rmSync(dirname(family.path), { recursive: true });
  startTranscript(home, { cwd: '/home/dev/elsewhere' }).prompt('So that the root is not empty.');
  await until(belfry, { sourcesGone: 4 });

  const put = await json(home, 'restore', family.id, '--in-place');
  expect(put.resume).toBe(`claude --resume ${family.sessionId}`);
  expect(put.files.map(({ was, written }: { was: string; written: boolean }) => [was, written])).toEqual(
    Array(4).fill(['missing', true]),
  );
  expect(readFileSync(family.path)).toEqual(whole);
  expect(Math.abs(statSync(family.path).mtimeMs - at.getTime())).toBeLessThan(0.01);
  expect(statSync(family.path).mode & 0o777).toBe(0o600);
  expect(existsSync(child)).toBe(true);
  expect(readFileSync(family.output, 'utf8')).toBe('the whole quagga\n');
  await until(belfry, { sourcesGone: 0, sessions: 2, subagents: 1 });
  expect(await belfry.api(`api/v1/sessions/${encodeURIComponent(family.id)}`)).toMatchObject({
    sourceGone: false,
    sources: [{ generation: 1 }, { generation: 1 }],
  });

  expect(await json(home, 'restore', family.id, '--in-place')).toMatchObject({
    files: Array(4).fill({ written: false }),
  });
  await belfry.stop();
  appendFileSync(family.path, '{"type":"user"}\n');
  const longer = await runCli(home, 'restore', family.id, '--in-place');
  expect(longer.stderr).toContain('has gone on');
  writeFileSync(family.output, 'something else');
  const refused = await runCli(home, 'restore', family.id, '--in-place');
  expect([refused.code, refused.stdout]).toEqual([2, '']);
  expect(refused.stderr).toContain(family.output);
  expect(readFileSync(family.output, 'utf8')).toBe('something else');

  const elsewhere = join(home.userHome, 'other', '.claude');
  expect((await runCli(home, 'restore', family.id, '--in-place', '--root', elsewhere)).code).toBe(0);
  expect(existsSync(join(elsewhere, family.path.slice(home.claudeRoot.length)))).toBe(true);
  expect((await runCli(home, 'restore', family.id, '--in-place', '-o', 'x')).code).toBe(2);
  expect((await runCli(home, 'restore', family.id, '--root', 'x')).code).toBe(2);
});

test('an archive that leads out of the directory of its agent puts nothing there', async () => {
  const home = newHome();
  const family = aFamily(home, 'quagga');
  const belfry = await start(home);
  await until(belfry, { sessions: 1, subagents: 1, sources: 4 });
  await stop();
  rmSync(home.claudeRoot, { recursive: true });
  const archive = new Database(archiveOf(home));
  const lead = archive.prepare('UPDATE sources SET path = ? WHERE path = ?');
  let path = family.path.slice(home.claudeRoot.length + 1);
  for (const out of ['../evil.jsonl', 'projects/../../evil.jsonl', `${home.userHome}/evil.jsonl`, '.bashrc']) {
    expect(lead.run(out, path).changes).toBe(1);
    path = out;
    const { code, stdout, stderr } = await runCli(home, 'restore', family.id, '--in-place');
    expect([code, stdout]).toEqual([2, '']);
    expect(stderr).toContain(out);
  }
  archive.prepare(`UPDATE roots SET machine = 'another'`).run();
  archive.close();
  const { code, stderr } = await runCli(home, 'restore', family.id, '--in-place');
  expect([code, stderr]).toEqual([2, expect.stringContaining('--root')]);
  expect(readdirSync(home.userHome).filter((name) => name !== '.claude')).toEqual(['.codex']);
  expect(existsSync(home.claudeRoot)).toBe(false);
});
