import {
  appendFileSync,
  chmodSync,
  copyFileSync,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { agents, discoverSources, importSources } from '@belfry/ingest';
import { createPricer } from '@belfry/pricing';
import { openArchiveWriter } from '@belfry/store';
import { createUsageReports } from '@belfry/usage';
import Database from 'better-sqlite3';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createArchiveSink } from '../../daemon/archive-sink.ts';
import { type Freshness, type GatherOptions, gatherUsage } from './gather-usage.ts';

const samples = process.env.BELFRY_SAMPLES ?? resolve(import.meta.dirname, '../../../../../../shared/samples');
const session = '11111111-2222-4333-8444-555555555555';
const other = '99999999-2222-4333-8444-555555555555';

let home: string;
let options: GatherOptions;
beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), 'belfry-gather-'));
  mkdirSync(join(home, '.claude/projects'), { recursive: true });
  options = {
    archiveFile: join(home, 'archive.db'),
    machine: 'tower',
    environment: { home, platform: process.platform, env: {} },
    roots: {},
    workerEntry: new URL('none:'),
    isSingleThreaded: true,
    onWork: () => {},
  };
});
afterEach(() => rmSync(home, { recursive: true, force: true }));

let clock = 0;
function aReply(id: string, output: number, more: Record<string, unknown> = {}): string {
  clock += 1;
  return `${JSON.stringify({
    type: 'assistant',
    uuid: `u${clock}`,
    sessionId: session,
    cwd: '/home/ada/shop',
    gitBranch: 'main',
    timestamp: new Date(Date.UTC(2026, 10, 3, 9) + clock * 60_000).toISOString(),
    requestId: `req_${id}`,
    message: { id, role: 'assistant', model: 'claude-opus-4-5', content: [], usage: { output_tokens: output } },
    ...more,
  })}\n`;
}
function transcript(name: string): string {
  const path = join(home, '.claude/projects/-home-ada-shop', `${name}.jsonl`);
  mkdirSync(dirname(path), { recursive: true });
  return path;
}

/** What a daemon does once and then stops. */
async function importAll(): Promise<void> {
  const archive = openArchiveWriter({ path: options.archiveFile });
  const { sources } = await discoverSources({ agents, environment: options.environment, machine: 'tower' });
  await importSources({ agents, sink: createArchiveSink(archive, 'tower', () => {}), sources });
  archive.close();
}

/** Every number that hangs on what was counted; titles are in the archive alone. */
async function told(more: Partial<GatherOptions> = {}): Promise<{ numbers: unknown; freshness: Freshness }> {
  const { source, freshness, close } = await gatherUsage({ ...options, ...more });
  const reports = createUsageReports(source, { pricer: createPricer(), clock: { now: () => Date.UTC(2026, 10, 22) } });
  const range = { all: true, timezone: 'Europe/Berlin' };
  const { items } = reports.sessions({ ...range, limit: 1000 });
  const numbers = JSON.parse(
    JSON.stringify({
      summary: reports.summary(range),
      sessions: items
        .map(({ displayName: _, startedAt: __, lastAt: ___, cwd: ____, parentId: _____, ...row }) => row)
        .sort((a, b) => (a.sessionId < b.sessionId ? -1 : 1)),
      blocks: reports.blocks(range),
    }),
  ) as unknown;
  close();
  return { numbers, freshness };
}

const cold = () => told({ archiveFile: join(home, 'none.db') });

describe('usage as of now', () => {
  it('is the same from an archive that read everything as from the files', async () => {
    writeFileSync(transcript(session), aReply('a', 10) + aReply('b', 20));
    writeFileSync(transcript(other), aReply('c', 30, { sessionId: other }));
    await importAll();
    const warm = await told();
    expect(warm.freshness).toMatchObject({ from: 'archive', filesRead: 0, bytesRead: 0 });
    const files = await cold();
    expect(files.freshness).toMatchObject({ from: 'files', filesRead: 2 });
    expect(warm.numbers).toEqual(files.numbers);
  });

  it('holds what was written since the archive looked, and reads nothing else', async () => {
    writeFileSync(transcript(session), aReply('a', 10) + aReply('b', 1));
    writeFileSync(transcript(other), aReply('c', 30, { sessionId: other }));
    await importAll();
    // The reply that was being written is finished, another follows, and a session is resumed in a new file.
    const added = aReply('b', 200) + aReply('d', 40);
    appendFileSync(transcript(session), added);
    const third = '33333333-2222-4333-8444-555555555555';
    const copy = aReply('a', 10, { sessionId: third }) + aReply('e', 50, { sessionId: third });
    writeFileSync(transcript(third), copy);
    const before = statSync(options.archiveFile).mtimeMs;
    const warm = await told();
    expect(warm.freshness).toMatchObject({ filesRead: 2, bytesRead: added.length + copy.length });
    expect(warm.numbers).toEqual((await cold()).numbers);
    expect(statSync(options.archiveFile).mtimeMs).toBe(before);
    await importAll();
    expect((await told()).numbers).toEqual(warm.numbers);
  });

  it('keeps what only the archive has left', async () => {
    writeFileSync(transcript(session), aReply('a', 10));
    writeFileSync(transcript(other), aReply('c', 30, { sessionId: other }));
    await importAll();
    const before = await told();
    rmSync(transcript(other));
    expect((await told()).numbers).toEqual(before.numbers);
    expect((await cold()).numbers).not.toEqual(before.numbers);
  });

  it('counts a rewritten past beside what was billed of the old one', async () => {
    writeFileSync(transcript(session), aReply('a', 10) + aReply('b', 20));
    await importAll();
    writeFileSync(transcript(session), aReply('x', 5));
    const warm = await told();
    await importAll();
    expect((await told()).numbers).toEqual(warm.numbers);
  });

  it('comes from the files when the archive cannot be used, and says why', async () => {
    writeFileSync(transcript(session), aReply('a', 10));
    const expected = (await cold()).numbers;
    writeFileSync(options.archiveFile, 'no database');
    const damaged = await told();
    expect(damaged.numbers).toEqual(expected);
    expect(damaged.freshness).toMatchObject({ from: 'files', archiveProblem: { code: 'BELFRY_ARCHIVE_CORRUPT' } });
    copyFileSync(
      join(import.meta.dirname, '../../../../../packages/store/test/fixtures/archive-schema-6.db'),
      options.archiveFile,
    );
    expect((await told()).freshness.archiveProblem?.code).toBe('BELFRY_ARCHIVE_OLDER');
  });

  it('says what it knows from an older parser, and does not go on where that one stood', async () => {
    writeFileSync(transcript(session), aReply('a', 10));
    writeFileSync(transcript(other), aReply('c', 30, { sessionId: other }));
    await importAll();
    const db = new Database(options.archiveFile);
    db.exec(`UPDATE sources SET usage_version = 0, state = '"of another parser"'`);
    db.close();
    appendFileSync(transcript(session), aReply('b', 20));
    const warm = await told();
    const [grown, same] = [session, other].map((name) => statSync(transcript(name)).size);
    expect(warm.freshness).toMatchObject({ from: 'archive', filesRead: 1, bytesRead: grown });
    expect(warm.freshness.olderBytes).toBe((grown ?? 0) - aReply('b', 20).length + (same ?? 0));
    expect(warm.numbers).toEqual((await cold()).numbers);
  });

  // Everything can be read by root; end-to-end tests look at it as somebody else.
  const asUser = process.getuid?.() === 0 || process.platform === 'win32' ? undefined : it;
  asUser?.('names what it cannot read', async () => {
    writeFileSync(transcript(session), aReply('a', 10));
    chmodSync(transcript(session), 0o000);
    expect((await cold()).freshness.unreadable).toHaveLength(1);
  });

  it('names a root somebody asked for that is not there', async () => {
    writeFileSync(transcript(session), aReply('a', 10));
    const gone = join(home, 'gone');
    const env = { CLAUDE_CONFIG_DIR: `${gone},${join(home, '.claude')}` };
    const { freshness } = await told({ environment: { home, platform: process.platform, env } });
    expect(freshness).toMatchObject({ filesRead: 1, unreadable: [{ path: gone, detail: 'no such directory' }] });
  });

  it('is nothing where no agent was ever used', async () => {
    rmSync(join(home, '.claude'), { recursive: true });
    const { numbers, freshness } = await cold();
    expect(numbers).toMatchObject({ summary: { daily: [], totals: { totalTokens: 0 } }, sessions: [] });
    expect(freshness).toMatchObject({ filesRead: 0, unreadable: [] });
  });
});

const fixtures = resolve(import.meta.dirname, '../../../../../packages/ingest/src/agents');

describe('usage', { timeout: 120_000 }, () => {
  const transcripts = [
    [join(fixtures, 'claude/fixtures'), '.claude'],
    [join(fixtures, 'codex/fixtures'), '.codex'],
  ];
  const real = [
    ['claude/gen/2.1.330/projects', '.claude/projects'],
    ['claude/gen/2.0.77/projects', '.claude/projects'],
    ['claude/entire', '.claude/projects/-home-u1-work'],
    ['claude/csm-kr', '.claude/projects/-home-u1-csm'],
    ['claude/irrlicht', '.claude/projects/-home-u1-irrlicht'],
    ['codex/gen/0.169.0/sessions', '.codex/sessions'],
    ['codex/irrlicht', '.codex/sessions/2026'],
    ['codex/moonmind', '.codex/sessions/2026'],
  ].map(([from = '', to = '']) => [join(samples, from), to]);

  it.each([...transcripts, ...(existsSync(samples) ? real : [])])(
    'is the same cold as from the archive: %s',
    async (from = '', to = '') => {
      cpSync(from, join(home, to), { recursive: true, mode: 0 });
      const files = await cold();
      await importAll();
      const warm = await told();
      expect(warm.freshness).toMatchObject({ from: 'archive', filesRead: 0 });
      expect(warm.numbers).toEqual(files.numbers);
    },
  );
});
