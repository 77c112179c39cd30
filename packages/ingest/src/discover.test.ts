import { mkdirSync, mkdtempSync, rmSync, symlinkSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { discoverSources, sortNewestFirst } from './discover.ts';
import { type Place, resolvePlaces } from './place.ts';
import { readSource } from './read-source.ts';
import { compareWithKnown, type KnownSource } from './resync.ts';
import { createRootProbe } from './root-probe.ts';
import { toyAgent } from './testing/index.ts';
import { type KnownListing, walkPlace } from './walk-place.ts';

let home: string;
beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), 'belfry-find-'));
});
afterEach(() => rmSync(home, { recursive: true, force: true }));

function write(path: string, content = '{}\n', atMs?: number): string {
  const file = join(home, path);
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, content);
  if (atMs !== undefined) utimesSync(file, atMs / 1000, atMs / 1000);
  return file;
}

const options = (more: object = {}) => ({
  agents: [toyAgent],
  environment: { home, platform: 'linux' as const, env: {} },
  machine: 'here',
  ...more,
});
const paths = (found: { sources: { file: string }[] }) =>
  found.sources.map(({ file }) => file.slice(home.length + 1)).sort();

it('finds sources by path, with their stamp and nothing else', async () => {
  write('.toy/talks/a.jsonl', '{}\n', 1_700_000_000_125);
  write('.toy/talks/deep/er/b.jsonl');
  write('.toy/talks/notes.bin');
  write('.toy/elsewhere/c.jsonl');
  const found = await discoverSources(options());
  expect(paths(found)).toEqual(['.toy/talks/a.jsonl', '.toy/talks/deep/er/b.jsonl']);
  const a = found.sources.find(({ ref }) => ref.path === 'talks/a.jsonl');
  expect(a?.ref).toEqual({
    machine: 'here',
    root: join(home, '.toy'),
    path: 'talks/a.jsonl',
    agent: 'toy',
    format: 'jsonl',
    role: 'transcript',
    session: 'a',
  });
  expect(a?.stamp).toMatchObject({ size: 3, mtimeNs: '1700000000125000000' });
  expect(found.issues).toEqual([]);
});

it('reads each directory once, however links lead to it, and refuses files outside the root', async () => {
  write('.toy/talks/p/a.jsonl');
  write('outside/b.jsonl');
  write('outside.jsonl');
  symlinkSync(join(home, '.toy/talks'), join(home, '.toy/talks/p/loop'));
  symlinkSync(join(home, 'outside'), join(home, '.toy/talks/linked'));
  symlinkSync(join(home, 'outside'), join(home, '.toy/talks/linked-again'));
  symlinkSync(join(home, 'outside.jsonl'), join(home, '.toy/talks/refused.jsonl'));
  symlinkSync(join(home, 'nowhere.jsonl'), join(home, '.toy/talks/dangling.jsonl'));
  symlinkSync(join(home, '.toy/talks/p/a.jsonl'), join(home, '.toy/talks/inside.jsonl'));
  const found = await discoverSources(options());
  expect(found.sources).toHaveLength(3);
  expect(found.issues).toMatchObject([
    { code: 'unreadable', path: join(home, '.toy/talks/refused.jsonl'), detail: 'link leaves the root' },
  ]);
});

it('takes a root once however often it is named, and says what became of each', async () => {
  write('.toy/talks/a.jsonl');
  write('more/talks/b.jsonl');
  const extraRoots = { toy: [join(home, '.toy/'), join(home, 'more'), join(home, 'none')] };
  const found = await discoverSources(options({ extraRoots }));
  expect(found.sources).toHaveLength(2);
  expect(found.roots.map(({ path, via, state }) => [path.slice(home.length), via, state])).toEqual([
    ['/.toy', 'default', 'found'],
    ['/more', 'config', 'found'],
    ['/none', 'config', 'missing'],
  ]);
  expect(found.issues).toEqual([]);
});

it('reads a root that is a link to another one once', async () => {
  write('.toy/talks/a.jsonl');
  symlinkSync(join(home, '.toy'), join(home, 'same'));
  const found = await discoverSources(options({ extraRoots: { toy: [join(home, 'same')] } }));
  expect(paths(found)).toEqual(['.toy/talks/a.jsonl']);
});

it('goes on without a root that never answers, and asks it once', async () => {
  write('.toy/talks/a.jsonl');
  let asked = 0;
  const probe = createRootProbe({
    deadlineMs: 20,
    readDirectory: (path) => {
      if (!path.endsWith('dead')) return Promise.resolve();
      asked += 1;
      return new Promise(() => {});
    },
  });
  const withDead = options({ probe, extraRoots: { toy: [join(home, 'dead')] } });
  const found = await discoverSources(withDead);
  expect(found.sources).toHaveLength(1);
  expect(found.issues).toMatchObject([{ code: 'root-unavailable', root: join(home, 'dead'), detail: 'no answer' }]);
  await discoverSources(withDead);
  expect(asked).toBe(1);
});

it('names a root that is no directory', async () => {
  write('.toy');
  expect((await discoverSources(options())).issues).toMatchObject([{ code: 'root-unavailable', detail: 'ENOTDIR' }]);
});

it('sorts newest first', async () => {
  for (const [index, name] of ['b', 'c', 'a'].entries())
    write(`.toy/talks/${name}.jsonl`, '', 1_700_000_000_000 + index * 1_000);
  const found = await discoverSources(options());
  expect(sortNewestFirst(found.sources).map(({ ref }) => ref.session)).toEqual(['a', 'c', 'b']);
});

it('tells what is new, changed, back and vanished, by stamps alone', async () => {
  for (const name of ['same', 'grown', 'gone', 'back']) write(`.toy/talks/${name}.jsonl`);
  const before = await discoverSources(options());
  const known: KnownSource[] = before.sources.map(({ ref }) => {
    const [batch] = [...readSource({ agent: toyAgent }, ref, undefined)];
    if (!batch) throw new Error('no batch');
    return { ref, cursor: batch.to, gone: ref.session === 'back' };
  });
  write('.toy/talks/new.jsonl');
  write('.toy/talks/grown.jsonl', '{}\n{}\n');
  rmSync(join(home, '.toy/talks/gone.jsonl'));
  const resync = compareWithKnown((await discoverSources(options())).sources, known);
  expect(resync.added.map(({ ref }) => ref.session)).toEqual(['new']);
  expect(resync.changed.map(({ ref }) => ref.session).sort()).toEqual(['back', 'grown']);
  expect(resync.vanished.map(({ ref }) => ref.session)).toEqual(['gone']);
  expect(resync.unchanged).toBe(1);
});

it('lists no directory whose listing is known to hold, and goes on below it', () => {
  write('.toy/talks/a.jsonl');
  write('.toy/talks/deep/b.jsonl');
  const [place] = resolvePlaces(options());
  const walk = (known?: KnownListing) => [...walkPlace(place as Place, undefined, undefined, known)];
  const [top, deep] = walk();
  expect(top?.listing?.children).toEqual([deep?.path]);
  const known: KnownListing = (directory, stamp) =>
    directory === top?.path && stamp.mtimeNs === top.listing?.stamp.mtimeNs ? top.listing : undefined;
  expect(walk(known)).toMatchObject([
    { path: top?.path, isAsListed: true, sources: [], activeMs: top?.activeMs },
    { path: deep?.path, isAsListed: false, sources: [{ ref: { path: 'talks/deep/b.jsonl' } }] },
  ]);
  symlinkSync(deep?.path ?? '', join(top?.path ?? '', 'link'));
  expect(walk()[0]).not.toHaveProperty('listing');
});
