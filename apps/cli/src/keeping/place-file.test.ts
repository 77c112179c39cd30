import {
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { zstdCompressSync, zstdDecompressSync } from 'node:zlib';
import { beforeEach, describe, expect, onTestFinished, test } from 'vitest';
import { comparePlace, placeFile } from './place-file.ts';

const text = 'one\ntwo\nthree\n'.repeat(20_000);

/** In pieces of odd sizes, as an archive gives them. */
function* pieces(of = text): Generator<Uint8Array> {
  const bytes = Buffer.from(of);
  for (let at = 0; at < bytes.length; at += 77_777) yield bytes.subarray(at, at + 77_777);
}

let path = '';
beforeEach(() => {
  const directory = mkdtempSync(join(tmpdir(), 'belfry-place-'));
  path = join(directory, 'a', 'b', 'transcript.jsonl');
  onTestFinished(() => rmSync(directory, { recursive: true, force: true }));
});

const write = (content: string | Uint8Array) => {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, content);
};

describe('a place is compared before anything is written', () => {
  test.each([
    ['same', text],
    ['longer', `${text}four\n`],
    ['different', text.slice(0, -1)],
    ['different', text.replace('two', 'too')],
    ['different', ''],
  ] as const)('%s', async (placing, there) => {
    expect(await comparePlace(path, pieces(), false)).toBe('missing');
    write(there);
    expect(await comparePlace(path, pieces(), false)).toBe(placing);
    write(zstdCompressSync(there));
    expect(await comparePlace(path, pieces(), true)).toBe(placing);
  });

  test('what is no file, or does not unpack, is different', async () => {
    mkdirSync(path, { recursive: true });
    expect(await comparePlace(path, pieces(), false)).toBe('different');
    rmSync(path, { recursive: true });
    writeFileSync(join(dirname(path), 'real'), text);
    symlinkSync('real', path);
    expect(await comparePlace(path, pieces(), false)).toBe('different');
    rmSync(path);
    write(text);
    expect(await comparePlace(path, pieces(), true)).toBe('different');
    write(zstdCompressSync(text).subarray(0, 20));
    expect(await comparePlace(path, pieces(), true)).toBe('different');
  });

  test('an empty file is the same as an empty file', async () => {
    write('');
    expect(await comparePlace(path, pieces(''), false)).toBe('same');
  });
});

describe('a file is put', () => {
  test.each([false, true])('whole, private and with its time; compressed: %s', async (isCompressed) => {
    await placeFile(path, pieces(), { isCompressed, mtimeNs: '1767323045678901234' });
    const bytes = readFileSync(path);
    expect(String(isCompressed ? zstdDecompressSync(bytes) : bytes)).toBe(text);
    const { mode, mtimeMs } = statSync(path);
    expect(mode & 0o777).toBe(0o600);
    expect(Math.abs(mtimeMs - 1_767_323_045_678.901)).toBeLessThan(0.01);
    expect(statSync(dirname(path)).mode & 0o777).toBe(0o700);
  });

  test('or not at all: what was there stays when the bytes cannot be had', async () => {
    write('mine');
    const broken = (function* () {
      yield Buffer.from('half');
      throw new Error('damaged');
    })();
    await expect(placeFile(path, broken, { isCompressed: false, mtimeNs: '0' })).rejects.toThrow('damaged');
    expect(readFileSync(path, 'utf8')).toBe('mine');
    expect(readdirSync(dirname(path))).toEqual(['transcript.jsonl']);
  });
});
