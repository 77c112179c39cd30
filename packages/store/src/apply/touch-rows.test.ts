import type { FileTouch, IngestBatch } from '@belfry/core';
import { aSourceRef } from '@belfry/core/testing';
import Database from 'better-sqlite3';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type TempArchive, type ToyRecord, tempArchive, toyBatches, toyBytes } from '../testing/index.ts';

const session = 's1';
const at = Date.UTC(2026, 0, 2);
let archive: TempArchive;

beforeEach(() => {
  archive = tempArchive();
});
afterEach(() => archive.remove());

const call = (files: FileTouch[], callId = 't1'): ToyRecord => ({
  facts: [{ type: 'tool-call', session, callId, name: 'Edit', kind: 'edit', summary: '', at, files }],
});
const result = (files: FileTouch[], record = 'r1'): ToyRecord => ({
  facts: [
    {
      type: 'tool-result',
      session,
      callId: 't1',
      record,
      isError: false,
      outcome: '',
      outputBytes: 0,
      answers: true,
      files,
    },
  ],
});
const write = (path: string, rest: Partial<FileTouch> = {}): FileTouch => ({ path, access: 'write', ...rest });

function apply(records: ToyRecord[], path = 'a.jsonl'): IngestBatch {
  const [batch] = toyBatches(aSourceRef({ path }), toyBytes(records)) as [IngestBatch];
  archive.writer.applyBatch(batch);
  return batch;
}

function rows(): Record<string, unknown>[] {
  const database = new Database(archive.path, { readonly: true });
  const found = database
    .prepare(
      `SELECT t.call, t.record <> 0 AS answered, p.path, t.written, t.change, t.added, t.at, t.shown FROM touches t
         JOIN file_paths p ON p.id = t.path_id ORDER BY t.call, answered, p.path, t.written`,
    )
    .all();
  database.close();
  return found as Record<string, unknown>[];
}

describe('what calls touch', () => {
  it('is kept by record; the call’s own stands for the file', () => {
    apply([
      call([write('/a')]),
      result([write('/a', { change: 'update', added: 3 }), write('/b', { change: 'create' })]),
    ]);
    expect(rows()).toMatchObject([
      { answered: 0, path: '/a', written: 1, change: null, at, shown: 1 },
      { answered: 1, path: '/a', change: 'update', added: 3, at, shown: 0 },
      { answered: 1, path: '/b', change: 'create', at, shown: 1 },
    ]);
  });

  it('is one row a file and record, however often the record names it', () => {
    apply([
      call([write('/a', { added: 1 }), write('/a', { added: 2, change: 'update' }), { path: '/a', access: 'read' }]),
    ]);
    expect(rows()).toMatchObject([
      { path: '/a', written: 0, shown: 1 },
      { path: '/a', written: 1, added: 3, change: 'update', shown: 1 },
    ]);
  });

  it('is not shown before the call is known', () => {
    const [first, second] = toyBatches(aSourceRef({ path: 'a.jsonl' }), toyBytes([result([write('/a')]), call([])]), {
      sizes: [1, 1],
    }) as [IngestBatch, IngestBatch];
    archive.writer.applyBatch(first);
    expect(rows()).toMatchObject([{ path: '/a', at: null, shown: 0 }]);
    archive.writer.applyBatch(second);
    expect(rows()).toMatchObject([{ path: '/a', at, shown: 1 }]);
  });

  it('is learned from records that are read again, and changes no row that has it already', () => {
    const said = [call([write('/a')]), result([write('/a', { added: 1 })])];
    const before = said.map((record) => ({
      ...record,
      facts: record.facts?.map((fact) => ({ ...fact, files: [] })),
    })) as ToyRecord[];
    const batch = apply(before);
    expect(rows()).toEqual([]);
    const facts = (toyBatches(aSourceRef({ path: 'a.jsonl' }), toyBytes(said))[0] as IngestBatch).facts.map(
      (fact, index) => ({ ...fact, span: batch.facts[index]?.span ?? fact.span }),
    );
    const again = { ...batch, from: batch.to, bytes: new Uint8Array(), facts };
    archive.writer.applyBatch(again);
    const learned = rows();
    expect(learned).toHaveLength(2);
    expect(archive.writer.applyBatch(again)).toEqual([]);
    expect(rows()).toEqual(learned);
  });
});
