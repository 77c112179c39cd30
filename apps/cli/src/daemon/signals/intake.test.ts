import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Change, type SideFact, silentLogger, systemClock } from '@belfry/core';
import { agents, createContentReader } from '@belfry/ingest';
import { openArchiveWriter, openReadStore } from '@belfry/store';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { createSignalIntake } from './intake.ts';
import { type Heard, noteHeard } from './note-heard.ts';

let base: string;
beforeEach(() => {
  base = mkdtempSync(join(tmpdir(), 'belfry-intake-'));
});
afterEach(() => {
  vi.useRealTimers();
  rmSync(base, { recursive: true, force: true });
});

const atMs = Date.UTC(2026, 10, 2, 9);
const stop = { session_id: 's1', hook_event_name: 'Stop' };
const unknown = { session_id: 's1', hook_event_name: 'BellCracked' };
const limits = (used_percentage: number) => ({
  session_id: 's1',
  rate_limits: { five_hour: { used_percentage, resets_at: 1_793_620_800 } },
});

function anIntake(keep: (heard: Heard) => Promise<void> = async () => {}) {
  const facts: SideFact[] = [];
  const onSideFact = (fact: SideFact) => void facts.push(fact);
  const intake = createSignalIntake({ agents, onSideFact, keep, clock: systemClock, logger: silentLogger });
  return { intake, facts };
}

it('hands on every fact in the order it was heard, also of events nobody knows', () => {
  const { intake, facts } = anIntake();
  expect(intake.hook({ agent: 'claude', atMs, payload: stop })).toBe(true);
  expect(intake.hook({ agent: 'claude', atMs, payload: unknown })).toBe(true);
  expect(intake.hook({ agent: 'abacus', atMs, payload: stop })).toBe(false);
  intake.statusLine({ agent: 'claude', atMs, payload: limits(5) });
  expect(facts).toMatchObject([
    { type: 'hook', kind: 'turn-ended', at: atMs },
    { type: 'hook', kind: 'other' },
    { type: 'status-line', quota: [{ usedPercent: 5 }] },
  ]);
});

it('what was left with a time to come was heard now', () => {
  const { intake, facts } = anIntake();
  const before = Date.now();
  intake.hook({ agent: 'claude', atMs: before + 3_600_000, payload: stop });
  expect(facts[0]?.at).toBeGreaterThanOrEqual(before);
  expect(facts[0]?.at).toBeLessThan(before + 60_000);
});

it('keeps issues and quota in the archive, what is repeated once', async () => {
  const path = join(base, 'archive.db');
  const archive = openArchiveWriter({ path });
  const place = { machine: 'tower', spoolDir: '/home/ada/spool' };
  const changes: Change[] = [];
  const { intake } = anIntake(async (heard) => void changes.push(...noteHeard(archive, place, heard)));
  for (const payload of [unknown, unknown, stop, []]) intake.hook({ agent: 'claude', atMs, payload });
  intake.hook({ agent: 'claude', atMs, payload: undefined });
  for (const percent of [5, 5, 6])
    intake.statusLine({ agent: 'claude', atMs: atMs + percent, payload: limits(percent) });
  await intake.stop();
  archive.close();
  expect(changes.map(({ type }) => type)).toEqual(['quota', 'quota', 'issue', 'issue', 'issue']);

  const store = openReadStore({ path, content: createContentReader(agents) });
  const { items } = await store.issues({});
  expect(items).toMatchObject([
    { code: 'malformed-line', detail: 'hook payload is no JSON', count: 1 },
    {
      code: 'unknown-record',
      detail: 'hook BellCracked',
      count: 2,
      agent: 'claude',
      source: '/home/ada/spool/hooks/claude',
    },
    { code: 'wrong-shape', count: 1 },
  ]);
  expect((await store.sessions({})).items).toEqual([]);
  await store.close();
});

it('what the archive cannot take now is kept until it can', async () => {
  vi.useFakeTimers();
  const kept: Heard[] = [];
  let isOpen = false;
  const { intake } = anIntake(async (heard) => {
    if (!isOpen) throw new Error('not now');
    kept.push(heard);
  });
  intake.hook({ agent: 'claude', atMs, payload: unknown });
  await vi.advanceTimersByTimeAsync(1_000);
  isOpen = true;
  await intake.stop();
  expect(kept).toMatchObject([{ agent: 'claude', issues: [{ detail: 'hook BellCracked' }] }]);
});
