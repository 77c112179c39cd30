import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { IngestBatch, SourceRef } from '@belfry/core';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { readSource } from './read-source.ts';
import { setAside } from './set-aside.ts';
import { openSourceFile } from './source/source-file.ts';
import { toyAgent } from './testing/toy-agent.ts';

let root: string;
let source: SourceRef;
let file: string;
const line = '{"type":"say","id":"1","session":"s"}\n';

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'belfry-aside-'));
  mkdirSync(join(root, 'talks'));
  file = join(root, 'talks/a.jsonl');
  writeFileSync(file, line);
  source = { machine: 'here', root, path: 'talks/a.jsonl', agent: toyAgent.id, format: 'jsonl', role: 'transcript' };
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

function stamp() {
  const opened = openSourceFile(file);
  opened.close();
  return opened.stamp;
}
const read = (from: IngestBatch['to']) => [...readSource({ agent: toyAgent }, source, from)];

it('leaves a source unread, with an issue, until it changes', () => {
  const aside = setAside(toyAgent, source, undefined, stamp(), 'it broke');
  expect(aside).toMatchObject({ facts: [], issues: [{ code: 'unreadable', detail: 'it broke' }], to: { offset: 0 } });
  expect(read(aside.to)).toEqual([]);
  writeFileSync(file, line + line);
  expect(read(aside.to).map(({ bytes }) => bytes.length)).toEqual([2 * line.length]);
});

it('keeps what was read of it before', () => {
  const [first] = readSource({ agent: toyAgent }, source, undefined);
  writeFileSync(file, line + line);
  const aside = setAside(toyAgent, source, first?.to, stamp(), 'it broke');
  expect(aside).toMatchObject({ from: first?.to, to: { offset: line.length } });
  expect(read(aside.to)).toEqual([]);
});
