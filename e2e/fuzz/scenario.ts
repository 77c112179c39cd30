import { zstdCompressSync } from 'node:zlib';
import { beaconLine, isInBeacon } from './beacons.ts';
import { type DraftLine, damageLines, placeIn } from './damage.ts';
import type { Content, FuzzCase, Step } from './fuzz-case.ts';
import type { Material, Seat } from './material.ts';

/** One thing that happens to the disk; both ways of reading look at it afterwards. */
export type FileChange =
  /** `pieces` follow each other; a reader may look between any two. */
  | { does: 'append'; seat: Seat; pieces: Buffer[] }
  /** Other content, in the same file or as another one under its name. */
  | { does: 'rewrite' | 'replace'; seat: Seat; bytes: Buffer }
  | { does: 'move'; seat: Seat; to: Seat }
  | { does: 'remove' | 'touch'; seat: Seat };

const maxContentBytes = 256 * 1024;

/** What a case means with this material. */
export function toScenario(fuzzCase: FuzzCase, material: Material): FileChange[] {
  const seats = fuzzCase.seats.map((n) => material.seats[n % material.seats.length] as Seat);
  const disk = new Map<string, Buffer>();
  const places = new Set<string>();
  const beacons = { next: 1 };
  return fuzzCase.steps.flatMap((step) => {
    const seat = seats[step.file % seats.length] as Seat;
    const before = disk.get(placeOf(seat));
    const change = toChange(step, seat, seats, material, before, beacons);
    if (change === undefined) return [];
    const isReused = before === undefined && places.has(placeOf(seat));
    advance(disk, change);
    for (const place of disk.keys()) places.add(place);
    // Pieces of a file that takes the name of a vanished one would look like several other files.
    if (change.does !== 'append' || !isReused) return change;
    return { does: 'rewrite' as const, seat, bytes: Buffer.concat(change.pieces) };
  });
}

/** Two agents may have files of the same name. */
export function placeOf({ agent, path }: Seat): string {
  return `${agent.id}/${path}`;
}

function toChange(
  step: Step,
  seat: Seat,
  seats: readonly Seat[],
  material: Material,
  before: Buffer | undefined,
  beacons: { next: number },
): FileChange | undefined {
  const make = () => toBytes(step.content, seat, material, beacons);
  switch (step.action) {
    case 'append':
      // Documents and compressed files are written whole.
      if (seat.kind.format === 'json' || seat.kind.compression) return { does: 'rewrite', seat, bytes: make() };
      return { does: 'append', seat, pieces: cutUp(make(), step.cuts) };
    case 'rewrite':
    case 'replace':
      return { does: step.action, seat, bytes: make() };
    case 'alter': {
      if (before === undefined || before.length === 0 || seat.kind.compression) return undefined;
      const bytes = Buffer.from(before);
      const at = placeIn(bytes.length, step.content.from);
      // A record changed under its own id is not the one it was.
      if (isInBeacon(bytes, at)) return undefined;
      bytes[at] = (bytes[at] ?? 0) ^ 1;
      return { does: 'rewrite', seat, bytes: step.content.lines % 2 ? Buffer.concat([bytes, make()]) : bytes };
    }
    case 'truncate':
      if (before === undefined) return undefined;
      return { does: 'rewrite', seat, bytes: before.subarray(0, placeIn(before.length + 1, step.content.from)) };
    case 'move': {
      const to = seats.find((other) => other.agent === seat.agent && other.path !== seat.path);
      return before && to ? { does: 'move', seat, to } : undefined;
    }
    case 'remove':
    case 'touch':
      return before && { does: step.action, seat };
  }
}

function advance(disk: Map<string, Buffer>, change: FileChange): void {
  const place = placeOf(change.seat);
  const before = disk.get(place) ?? Buffer.alloc(0);
  if (change.does === 'append') disk.set(place, Buffer.concat([before, ...change.pieces]));
  if (change.does === 'rewrite' || change.does === 'replace') disk.set(place, change.bytes);
  if (change.does === 'move') disk.set(placeOf(change.to), before);
  if (change.does === 'move' || change.does === 'remove') disk.delete(place);
}

function toBytes(content: Content, seat: Seat, material: Material, beacons: { next: number }): Buffer {
  const texts = material.lines.get(seat.agent.id) ?? [];
  // Now and then what another agent wrote.
  const all = content.material % 31 === 0 ? [...material.lines.values()].flat() : texts;
  const text = all[content.material % all.length] ?? [];
  const from = placeIn(text.length, content.from);
  let size = 0;
  let lines: DraftLine[] = [];
  for (const bytes of text.slice(content.material % 3 === 0 ? 0 : from).slice(0, content.lines)) {
    size += bytes.length;
    if (size > maxContentBytes) break;
    lines.push({ bytes, end: '\n' });
  }
  if (seat.kind.format === 'jsonl' && seat.kind.role === 'transcript') {
    for (const at of content.beacons) {
      const bytes = beaconLine(seat.agent.id, beacons.next++);
      if (bytes) lines.splice(placeIn(lines.length + 1, at), 0, { bytes, end: '\n', isBeacon: true });
    }
  }
  lines = damageLines(lines, content.damages);
  const bytes = Buffer.concat(lines.flatMap((line) => [line.bytes, Buffer.from(line.end)]));
  return seat.kind.compression === 'zstd' ? packed(bytes, content) : bytes;
}

function packed(bytes: Buffer, { damages }: Content): Buffer {
  const whole = zstdCompressSync(bytes);
  const [damage] = damages;
  return damage !== undefined && damage.value % 4 === 0 ? whole.subarray(0, placeIn(whole.length, damage.to)) : whole;
}

function cutUp(bytes: Buffer, cuts: readonly number[]): Buffer[] {
  const ends = [...cuts.map((cut) => placeIn(bytes.length, cut)), bytes.length].sort((a, b) => a - b);
  return ends.map((end, i) => bytes.subarray(ends[i - 1] ?? 0, end));
}
