import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { zstdDecompressSync } from 'node:zlib';
import { canonicalDump } from '@belfry/store';
import { recount } from '../../packages/store/test/recount.ts';
import { beaconsIn } from './beacons.ts';
import type { FuzzCase } from './fuzz-case.ts';
import type { Material, Seat } from './material.ts';
import { readBack } from './read-back.ts';
import { createReading, late, type Manner, piecemeal, type Reading, whole } from './reading.ts';
import { type FileChange, placeOf, toScenario } from './scenario.ts';
import { searchBack } from './search-back.ts';

/**
 * Lets the files of a case live their life twice, read whole and read piecemeal, and a third time, read in the end in
 * another order, where they only grew; and holds the archives to what must be true of any files: nothing throws, every
 * byte comes back, undamaged records are found, by reading and by searching, whatever is around them, a second look
 * finds nothing new, sums hold, and all archives know the same. Throws what is not.
 */
export async function checkCase(fuzzCase: FuzzCase, material: Material): Promise<void> {
  const directory = mkdtempSync(join(tmpdir(), 'belfry-fuzz-'));
  try {
    const scenario = toScenario(fuzzCase, material);
    const first = await live(directory, 'whole', whole(fuzzCase), scenario, fuzzCase.ask);
    // Native objects are let go between two turns of the loop only.
    await nextTurn();
    const second = await live(directory, 'piecemeal', piecemeal(fuzzCase), scenario, fuzzCase.ask);
    expectSame(first, second, 'the archive depends on how the files were read');
    if (scenario.some(({ does }) => does !== 'append')) return;
    await nextTurn();
    const third = await live(directory, 'late', late(fuzzCase), scenario, fuzzCase.ask);
    expectSame(first, third, 'the archive depends on the order in which the files were read');
  } finally {
    rmSync(directory, { recursive: true, force: true });
    await nextTurn();
  }
}

function expectSame(expected: string[], actual: string[], reason: string): void {
  const missing = expected.filter((line) => !actual.includes(line));
  const added = actual.filter((line) => !expected.includes(line));
  const lines = [...missing.map((line) => `- ${line}`), ...added.map((line) => `+ ${line}`)];
  assert.ok(lines.length === 0, `${reason}\n${lines.join('\n')}`);
}

/** Plays a scenario, and gives what the archive knows in the end. */
async function live(
  directory: string,
  name: string,
  manner: Manner,
  scenario: FileChange[],
  ask: number,
): Promise<string[]> {
  const reading = createReading(directory, name, manner);
  try {
    const disk = new Map<string, { seat: Seat; bytes: Buffer }>();
    const beacons = new Map<string, Set<string>>();
    const expectAll = () => {
      for (const { seat, bytes } of disk.values()) {
        expectBytes(reading, seat, bytes);
        noteBeacons(beacons, seat, bytes);
      }
    };
    for (const change of scenario) {
      const before = pastOf(reading, change.seat);
      reading.happen(change);
      note(disk, change);
      if (manner.looks === 'at-last') continue;
      expectAll();
      if (before) expectPast(reading, change.seat, before);
    }
    if (manner.looks === 'at-last') {
      for (const { seat } of [...disk.values()].reverse()) reading.look(seat);
      expectAll();
    }
    const known = [...canonicalDump(reading.path)];
    for (const { seat } of disk.values()) {
      assert.equal(reading.look(seat), 0, `${seat.path} was read again though nothing changed`);
      reading.look(seat, { verify: true });
    }
    expectSame(known, [...canonicalDump(reading.path)], 'a look at everything changed what is known');
    const { shown, kept: all } = await readBack(reading.path);
    const words = [...beacons.values()].flatMap((some) => [...some]);
    for (const beacon of words) assert.ok(all.includes(beacon), `${beacon} is lost`);
    reading.index();
    const found = await searchBack(reading.path, { words: words.filter((word) => shown.includes(word)), ask });
    const { kept, counted } = recount(reading.path);
    assert.deepEqual(kept, counted, 'sums differ from what they sum up');
    return [...known, ...found];
  } finally {
    reading.close();
  }
}

function note(disk: Map<string, { seat: Seat; bytes: Buffer }>, change: FileChange): void {
  const { seat } = change;
  const before = disk.get(placeOf(seat))?.bytes ?? Buffer.alloc(0);
  if (change.does === 'append') disk.set(placeOf(seat), { seat, bytes: Buffer.concat([before, ...change.pieces]) });
  if (change.does === 'rewrite' || change.does === 'replace') disk.set(placeOf(seat), { seat, bytes: change.bytes });
  if (change.does === 'move') disk.set(placeOf(change.to), { seat: change.to, bytes: before });
  if (change.does === 'move' || change.does === 'remove') disk.delete(placeOf(seat));
}

/** What has to be found in the end: all that was there once. */
function noteBeacons(beacons: Map<string, Set<string>>, seat: Seat, bytes: Buffer): void {
  const text = toText(seat, bytes);
  if (text === undefined || seat.kind.format !== 'jsonl' || seat.kind.role !== 'transcript') return;
  // Where records carry no ids of their own, those of a rewritten past take the place of the ones before.
  const earlier = seat.agent.id === 'claude' ? (beacons.get(placeOf(seat)) ?? []) : [];
  beacons.set(placeOf(seat), new Set([...earlier, ...beaconsIn(text)]));
}

function expectBytes(reading: Reading, seat: Seat, bytes: Buffer): void {
  const text = toText(seat, bytes);
  // What cannot be unpacked is an issue; there is nothing to keep.
  if (text === undefined) return;
  const kept = Buffer.concat([...reading.archive.restore(reading.refOf(seat))]);
  assert.ok(kept.equals(text), `${seat.path} does not come back: ${kept.length} of ${text.length} bytes`);
}

interface Past {
  generation: number;
  bytes: Buffer;
}

function pastOf(reading: Reading, seat: Seat): Past | undefined {
  const { machine, root, path } = reading.refOf(seat);
  const generation = reading.archive.source(machine, root, path)?.cursor.generation;
  if (generation === undefined) return undefined;
  return { generation, bytes: Buffer.concat([...reading.archive.restore({ machine, root, path }, generation)]) };
}

/** A rewritten past stays beside the newer one; of a side-car document only the last version is kept. */
function expectPast(reading: Reading, seat: Seat, past: Past): void {
  const { machine, root, path } = reading.refOf(seat);
  const generation = reading.archive.source(machine, root, path)?.cursor.generation ?? 0;
  if (generation <= past.generation || (seat.kind.role === 'sidecar' && seat.kind.format !== 'jsonl')) return;
  const kept = Buffer.concat([...reading.archive.restore({ machine, root, path }, past.generation)]);
  assert.ok(kept.equals(past.bytes), `${path} lost ${past.bytes.length - kept.length} bytes of its past`);
}

/** What the archive keeps of a file: of a compressed one the decompressed bytes. */
function toText(seat: Seat, bytes: Buffer): Buffer | undefined {
  if (seat.kind.compression !== 'zstd' || bytes.length === 0) return bytes;
  try {
    return zstdDecompressSync(bytes);
  } catch {
    // Cut short on purpose.
    return undefined;
  }
}
