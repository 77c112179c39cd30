import {
  appendFileSync,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  truncateSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type AgentEnvironment, agents, createContentReader, discoverSources, importSources } from '@belfry/ingest';
import { backUpDatabase, canonicalDump, openArchiveWriter, openBackup, openReadStore } from '@belfry/store';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createArchiveSink } from '../daemon/archive-sink.ts';
import { type MergeResult, mergeBackup } from './merge-backup.ts';

const fixtures = join(import.meta.dirname, '../../../../packages/ingest/src/agents');
const content = createContentReader(agents);
let base: string;
let home: string;
beforeEach(() => {
  base = mkdtempSync(join(tmpdir(), 'belfry-merge-'));
  home = join(base, 'home');
  cpSync(join(fixtures, 'claude/fixtures'), join(home, '.claude'), { recursive: true });
  cpSync(join(fixtures, 'codex/fixtures'), join(home, '.codex'), { recursive: true });
});
afterEach(() => rmSync(base, { recursive: true, force: true }));

const archiveAt = (name: string) => join(base, name, 'archive.db');

/** Reads what is in the home now into an archive, as a daemon on that machine would. */
async function readHome(name: string, machine = 'laptop'): Promise<string> {
  const path = archiveAt(name);
  const archive = openArchiveWriter({ path, content });
  const environment: AgentEnvironment = { home, platform: 'linux', env: {} };
  const { sources } = await discoverSources({ agents, environment, machine });
  const report = await importSources({ agents, sink: createArchiveSink(archive, machine, () => {}), sources });
  expect(report.failed).toEqual([]);
  archive.close();
  return path;
}

function backUp(path: string, name: string): string {
  const target = join(base, `${name}.db`);
  backUpDatabase(path, target);
  return target;
}

/** Merges a backup; `events` counts what a page would have been told. */
function merge(path: string, backupPath: string, machine = 'desk'): MergeResult & { told: number } {
  const archive = openArchiveWriter({ path, content });
  const backup = openBackup(backupPath, join(base, 'scratch.db'));
  try {
    const work = mergeBackup({ archive, backup, agents, machine, exists: existsSync });
    let told = 0;
    for (;;) {
      const step = work.next();
      if (step.done) return { ...step.value, told };
      told += step.value.changes?.length ?? 0;
    }
  } finally {
    backup.close();
    archive.close();
  }
}

const dump = (path: string) => [...canonicalDump(path)];
const transcript = () => join(home, '.claude/projects/-home-ada-tower/00000001-0000-4000-8000-000000000001.jsonl');

describe('merging a backup', () => {
  it('into an empty archive gives the archive it was made of, and doing it again changes nothing', async () => {
    const path = await readHome('laptop');
    const backup = backUp(path, 'backup');
    const first = merge(archiveAt('desk'), backup);
    expect(first).toMatchObject({ filesOtherwise: 0, filesLonger: 0, filesUnknown: 0, stubs: 0 });
    expect([first.files, first.filesNew]).toEqual([first.filesNew, first.files]);
    expect(first.told).toBeGreaterThan(20);
    expect(dump(archiveAt('desk'))).toEqual(dump(path));

    expect(merge(archiveAt('desk'), backup)).toEqual({ ...first, filesNew: 0, bytes: 0, told: 0 });
    expect(dump(archiveAt('desk'))).toEqual(dump(path));
  });

  it('keeps the machine of each session, beside the same files read on this one', async () => {
    const backup = backUp(await readHome('laptop'), 'backup');
    const path = await readHome('desk', 'desk');
    merge(path, backup);
    const store = openReadStore({ path, content });
    const machines = await store.machines();
    expect(machines.map(({ name }) => name).sort()).toEqual(['desk', 'laptop']);
    expect(machines[0]?.sessions).toBe(machines[1]?.sessions);
    store.close();
  });

  it('adds what an archive of the same files does not have: new files, and the rest of shorter ones', async () => {
    const whole = readFileSync(transcript());
    truncateSync(transcript(), whole.lastIndexOf('\n', whole.length / 2) + 1);
    rmSync(join(home, '.codex'), { recursive: true });
    const path = await readHome('laptop');
    writeFileSync(transcript(), whole);
    cpSync(join(fixtures, 'codex/fixtures'), join(home, '.codex'), { recursive: true });
    const later = await readHome('later');

    const result = merge(path, backUp(later, 'backup'), 'laptop');
    expect(result).toMatchObject({ filesLonger: 1, filesOtherwise: 0 });
    expect(result.filesNew).toBeGreaterThan(3);
    expect(dump(path)).toEqual(dump(later));
  });

  it('brings nothing where the archive has more, and gaps in neither', async () => {
    const backup = backUp(await readHome('laptop'), 'backup');
    const line = readFileSync(transcript(), 'utf8')
      .split('\n')
      .find((text) => text.includes('"type":"user"'));
    appendFileSync(transcript(), `${line?.replaceAll('-4000-8000-', '-4001-8000-')}\n`);
    const path = await readHome('laptop');
    const before = dump(path);
    expect(merge(path, backup, 'laptop')).toMatchObject({ filesNew: 0, filesLonger: 0, filesOtherwise: 0, told: 0 });
    expect(dump(path)).toEqual(before);
  });

  it('keeps both pasts of a file that was written anew, the newer one in front', async () => {
    const whole = readFileSync(transcript(), 'utf8');
    const old = backUp(await readHome('laptop'), 'backup');
    writeFileSync(transcript(), whole.replaceAll('bell', 'gong'));
    utimesSync(transcript(), new Date(), new Date(Date.now() + 60_000));
    const path = await readHome('desk', 'laptop');
    expect(merge(path, old, 'laptop')).toMatchObject({ filesOtherwise: 1, filesNew: 0 });

    const store = openReadStore({ path, content });
    const ref = {
      machine: 'laptop',
      root: join(home, '.claude'),
      path: 'projects/-home-ada-tower/00000001-0000-4000-8000-000000000001.jsonl',
    };
    const restored = (generation?: number) => Buffer.concat([...store.restore(ref, generation)]).toString();
    expect(restored()).toBe(readFileSync(transcript(), 'utf8'));
    expect([1, 2, 3].map(restored)).toContain(whole);
    store.close();
    expect(merge(path, old, 'laptop')).toMatchObject({ filesOtherwise: 0, told: 0 });
  });

  it('marks what is gone: files of this machine by looking, of others by what the backup knows', async () => {
    const archive = await readHome('laptop');
    rmSync(transcript());
    const backup = backUp(archive, 'backup');
    const gone = async (machine: string) => {
      merge(archiveAt(machine), backup, machine);
      const store = openReadStore({ path: archiveAt(machine), content });
      const { sourcesGone } = await store.stats();
      store.close();
      return sourcesGone;
    };
    mkdirSync(join(base, 'x'), { recursive: true });
    expect(await gone('desk')).toBe(0);
    rmSync(archive);
    expect(await gone('laptop')).toBe(1);
  });

  it('brings nothing back that was pruned here, and says so', async () => {
    const path = await readHome('laptop');
    const full = backUp(path, 'full');
    expect(merge(path, full, 'laptop').filesPruned).toBe(0);
    const writer = openArchiveWriter({ path, content });
    for (const _ of writer.keeping.prune({ agent: ['claude', 'codex'] }, Date.now() + 1e12));
    writer.close();
    const before = dump(path);
    const result = merge(path, full, 'laptop');
    expect(result).toMatchObject({ filesNew: 0, filesLonger: 0, stubs: 0 });
    expect(result.filesPruned).toBeGreaterThan(5);
    expect(dump(path)).toEqual(before);
  });

  it('carries over what was spent in sessions that were pruned there, and prunes nothing here', async () => {
    const path = await readHome('laptop');
    const full = backUp(path, 'full');
    const spent = dump(path).filter((line) => line.startsWith('["claim"'));
    const writer = openArchiveWriter({ path, content });
    for (const _ of writer.keeping.prune({ agent: ['claude', 'codex'] }, Date.now() + 1e12));
    writer.close();
    const pruned = backUp(path, 'pruned');

    const result = merge(archiveAt('desk'), pruned);
    expect(result.stubs).toBeGreaterThan(5);
    expect(dump(archiveAt('desk')).filter((line) => line.startsWith('["claim"'))).toEqual(spent);
    const store = openReadStore({ path: archiveAt('desk'), content });
    expect((await store.sessions({ includeSubagents: true })).items).toEqual([]);
    store.close();

    merge(archiveAt('desk'), full);
    merge(archiveAt('other'), full);
    const lines = (name: string) => dump(archiveAt(name)).filter((line) => /^\["(claim|message|call|usage)/.test(line));
    expect(lines('desk').length).toBe(lines('other').length);
    expect(lines('desk')).toEqual(lines('other'));
  });

  it('upgrades a copy of a backup of an older belfry, and leaves the backup as it is', async () => {
    const oldest = join(fixtures, '../../../store/test/fixtures/archive-schema-6.db');
    const backup = join(base, 'old.db');
    cpSync(oldest, backup);
    const before = readFileSync(backup);
    const result = merge(archiveAt('desk'), backup);
    expect(result.files).toBeGreaterThan(0);
    expect(readFileSync(backup).equals(before)).toBe(true);
    expect(existsSync(join(base, 'scratch.db'))).toBe(false);
  });
});
