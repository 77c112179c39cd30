import { mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { zstdCompressSync, zstdDecompressSync } from 'node:zlib';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { toyAgent } from '../testing/toy-agent.ts';
import { createToyHome, say, type ToyHome } from '../testing/toy-home.ts';

const lastingName = (path: string) => path.slice(path.lastIndexOf('/') + 1).replace(/\.zst$/, '');
const agents = [{ ...toyAgent, lastingName }];

let home: ToyHome;
beforeEach(() => {
  home = createToyHome();
});
afterEach(() => home.remove());

const plain = () => home.talk('a.jsonl');
const packed = () => home.talk('a.jsonl.zst');
const archived = () => home.talk('old/a.jsonl');
const files = () => home.sink.sources().map(({ file, gone, generation }) => [file, gone, generation]);

async function readPlain(): Promise<void> {
  home.write(plain(), say('1') + say('2'));
  await home.start({ agents });
  await home.until(() => home.ids(plain()).length === 2);
}

/** As agents do: the compressed file is written beside the plain one, which is then removed. */
function pack(): void {
  const content = readFileSync(plain());
  writeFileSync(`${packed()}.tmp`, zstdCompressSync(content));
  renameSync(`${packed()}.tmp`, packed());
  rmSync(plain());
}

describe('a source that its agent compresses', () => {
  it('goes on with all that was read of it, and is kept once', async () => {
    await readPlain();
    pack();
    await home.until(() => files().some(([file]) => file === packed()));
    await home.live().whenIdle();
    expect(files()).toEqual([[packed(), false, 1]]);
    expect(home.sink.bytes(packed()).toString()).toBe(say('1') + say('2'));
    expect(home.sink.applied.map(({ bytes }) => bytes.length)).toEqual([2 * say('1').length, 0]);
  });

  it('goes on when that happened while nobody looked, and when it is unpacked again', async () => {
    await readPlain();
    await home.live().stop();
    pack();
    await home.start({ agents });
    await home.until(() => files().some(([file]) => file === packed()));
    writeFileSync(plain(), Buffer.concat([zstdDecompressSync(readFileSync(packed())), Buffer.from(say('3'))]));
    rmSync(packed());
    await home.live().rescan();
    await home.until(() => home.ids(plain()).length === 3);
    expect(files()).toEqual([[plain(), false, 1]]);
  });

  it('is not read a second time while both files are there', async () => {
    home.write(plain(), say('1'));
    writeFileSync(packed(), zstdCompressSync(say('1')));
    await home.start({ agents });
    await home.live().rescan();
    await home.live().whenIdle();
    expect(files()).toEqual([[plain(), false, 1]]);
  });

  it('begins a new generation when it holds something else', async () => {
    await readPlain();
    await home.live().stop();
    rmSync(plain());
    writeFileSync(packed(), zstdCompressSync(say('other')));
    await home.start({ agents });
    await home.until(() => home.ids(packed()).includes('other'));
    expect(files()).toEqual([[packed(), false, 2]]);
  });
});

it('follows a source that its agent moves to another directory', async () => {
  await readPlain();
  mkdirSync(dirname(archived()));
  renameSync(plain(), archived());
  await home.until(() => files().some(([file]) => file === archived()));
  await home.live().whenIdle();
  expect(files()).toEqual([[archived(), false, 1]]);
  expect(home.ids(archived())).toEqual(['1', '2']);
});
