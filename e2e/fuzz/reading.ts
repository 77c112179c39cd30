import { mkdirSync, renameSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { Fact, type IngestBatch, type SourceRef } from '@belfry/core';
import { agents, createContentReader, type ReadOptions, readSource } from '@belfry/ingest';
import { openArchiveWriter, packBytes } from '@belfry/store';
import { Compile } from 'typebox/compile';
import type { FuzzCase } from './fuzz-case.ts';
import type { Seat } from './material.ts';
import type { FileChange } from './scenario.ts';

/** A way of reading: how soon after a change, and in what portions. */
export interface Manner {
  /** Looks after each change, also between the pieces of an append, or when all is written only, last file first. */
  looks: 'each-change' | 'each-piece' | 'at-last';
  /** Limits of the n-th look. */
  limits(n: number): { maxBatchBytes: number; maxBatchRecords: number; refuseLineBytes: number };
  /** A line longer than this stops the n-th look; another one goes on from there, as an import does behind live reading. */
  deferLineBytes(n: number): number;
  /** How the n-th batch is stored. */
  storing(n: number): 'live' | 'bulk' | 'packed';
  /** Closes and opens the archive again before the n-th look. */
  reopens(n: number): boolean;
}

/** In one go: what an import does. */
export function whole({ refuseLineBytes }: FuzzCase): Manner {
  return {
    looks: 'each-change',
    limits: () => ({ maxBatchBytes: 1 << 20, maxBatchRecords: 2000, refuseLineBytes }),
    deferLineBytes: () => Number.POSITIVE_INFINITY,
    storing: () => 'packed',
    reopens: () => false,
  };
}

/** As it comes, in small portions, with restarts: what a daemon does on a bad day. */
export function piecemeal({ refuseLineBytes, batchBytes, batchRecords }: FuzzCase): Manner {
  return {
    looks: 'each-piece',
    limits: (n) => ({
      maxBatchBytes: batchBytes[n % batchBytes.length] as number,
      maxBatchRecords: batchRecords[n % batchRecords.length] as number,
      refuseLineBytes,
    }),
    deferLineBytes: (n) => (n % 2 === 0 ? 2_000 : Number.POSITIVE_INFINITY),
    storing: (n) => (n % 5 === 4 ? 'bulk' : 'live'),
    reopens: (n) => n % 7 === 6,
  };
}

/** When all is there already, in another order: files that only grew say the same. */
export function late(fuzzCase: FuzzCase): Manner {
  return { ...whole(fuzzCase), looks: 'at-last' };
}

const fact = Compile(Fact);
const content = createContentReader(agents);

/** Long after the files were written, so that no document is taken for half-written. */
const clock = { now: () => Date.now() + 5_000 };

/** Lets a scenario happen in `directory` and reads it into an archive there, looking after every change. */
export function createReading(directory: string, name: string, manner: Manner) {
  const root = join(directory, 'home');
  const path = join(directory, `${name}.db`);
  const open = () => openArchiveWriter({ path, content });
  let archive = open();
  let looks = 0;
  let batches = 0;
  const fileOf = (seat: Seat) => join(root, seat.agent.id, seat.path);

  function refOf({ agent, path: below, kind }: Seat): SourceRef {
    return { machine: 'tower', root: join(root, agent.id), path: below, agent: agent.id, ...kind };
  }

  function store(batch: IngestBatch): void {
    const odd = batch.facts.find((one) => !fact.Check(one));
    if (odd) throw new Error(`not the shape of a fact: ${JSON.stringify(odd).slice(0, 2_000)}`);
    const storing = manner.storing(batches++);
    if (storing === 'live') {
      archive.applyBatch(batch);
      return;
    }
    const offset = batch.to.offset - batch.bytes.length;
    const canPack = storing === 'packed' && offset === 0;
    const segments = canPack ? packBytes(batch.bytes, { offset, level: 1 }) : undefined;
    archive.applyBatch(batch, { bulk: true, ...(segments ? { segments } : {}) });
  }

  /** Reads what is new, as the live path does. Gives the number of batches. */
  function look(seat: Seat, options: { verify?: boolean } = {}): number {
    if (manner.reopens(looks)) {
      archive.close();
      archive = open();
    }
    const limits = manner.limits(looks);
    const deferLineBytes = manner.deferLineBytes(looks);
    looks += 1;
    const { count, status } = readOn(seat, { ...limits, deferLineBytes, ...options });
    const rest = status === 'deferred' ? readOn(seat, limits).count : 0;
    if (looks % 3 === 0) archive.fold(1 << 20);
    return count + rest;
  }

  function readOn(seat: Seat, options: ReadOptions): { count: number; status: string } {
    const source = refOf(seat);
    const known = archive.source(source.machine, source.root, source.path);
    const reading = readSource(
      {
        agent: seat.agent,
        clock,
        archived: (ref, generation, offset, length) => archive.read(ref, offset, length, generation),
      },
      source,
      known?.cursor,
      { ...options, force: known?.gone === true },
    );
    let count = 0;
    for (let step = reading.next(); ; step = reading.next()) {
      if (step.done) {
        const { status } = step.value;
        if (status === 'missing' && known) archive.markGone(source.machine, source.root, source.path);
        return { count, status };
      }
      store(step.value);
      count += 1;
    }
  }

  function write(file: string, bytes: Buffer, flag: 'a' | 'w'): void {
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, bytes, { flag });
  }

  return {
    path,
    refOf,
    look,
    get archive() {
      return archive;
    },
    /** Brings the indexes up to the rows. */
    index(): void {
      while (archive.search.catchUp(1 << 20) > 0);
      while (archive.search.merge(500));
    },
    /** Makes a change and looks at it. */
    happen(change: FileChange): void {
      const file = fileOf(change.seat);
      switch (change.does) {
        case 'append':
          for (const piece of change.pieces) {
            write(file, piece, 'a');
            if (manner.looks === 'each-piece') look(change.seat);
          }
          break;
        case 'rewrite':
          write(file, change.bytes, 'w');
          break;
        case 'replace':
          write(`${file}.new`, change.bytes, 'w');
          renameSync(`${file}.new`, file);
          break;
        case 'move': {
          const to = fileOf(change.to);
          mkdirSync(dirname(to), { recursive: true });
          renameSync(file, to);
          look(change.to, { verify: true });
          break;
        }
        case 'remove':
          rmSync(file);
          break;
        case 'touch':
          utimesSync(file, 1_790_000_000 + looks, 1_790_000_000 + looks);
      }
      if (manner.looks === 'at-last') return;
      // A past rewritten where no check looks is found by the look at everything, which comes sooner or later.
      look(change.seat, { verify: change.does === 'rewrite' || change.does === 'replace' });
    },
    /** Takes the files away; the archive stays. */
    close(): void {
      archive.close();
      rmSync(root, { recursive: true, force: true });
    },
  };
}

export type Reading = ReturnType<typeof createReading>;
