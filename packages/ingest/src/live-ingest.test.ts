import {
  appendFileSync,
  mkdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { readSource } from './read-source.ts';
import { createRandom } from './testing/index.ts';
import { toyAgent } from './testing/toy-agent.ts';
import { createToyHome, say, type ToyHome } from './testing/toy-home.ts';
import type { FoundSource } from './walk-place.ts';

const dayMs = 86_400_000;

let home: ToyHome;
beforeEach(() => {
  home = createToyHome();
});
afterEach(() => home.remove());

it('reads what is there, then each appended line', async () => {
  home.write(home.talk('a.jsonl'), say('1'));
  await home.start();
  await home.until(() => home.ids(home.talk('a.jsonl')).length === 1);
  for (const id of ['2', '3', '4']) {
    appendFileSync(home.talk('a.jsonl'), say(id));
    await home.until(() => home.ids(home.talk('a.jsonl')).includes(id));
  }
  expect(home.ids(home.talk('a.jsonl'))).toEqual(['1', '2', '3', '4']);
});

it('finds files in a tree of directories that appears, also those that lie in it already', async () => {
  home.write(home.talk('a.jsonl'), say('1'));
  await home.start();
  mkdirSync(join(home.dir, 'aside/deep/deeper'), { recursive: true });
  writeFileSync(join(home.dir, 'aside/deep/deeper/b.jsonl'), say('1'));
  renameSync(join(home.dir, 'aside'), home.talk('new'));
  await home.until(() => home.ids(home.talk('new/deep/deeper/b.jsonl')).length === 1);
  home.write(home.talk('new/deep/deeper/c.jsonl'), say('1'));
  await home.until(() => home.ids(home.talk('new/deep/deeper/c.jsonl')).length === 1);
});

it('waits for a root none of whose parents exists', async () => {
  rmSync(home.dir, { recursive: true });
  await home.start();
  expect(home.live().status().roots).toMatchObject([{ state: 'missing', via: 'default' }]);
  home.write(home.talk('a.jsonl'), say('1'));
  await home.until(() => home.ids(home.talk('a.jsonl')).length === 1);
  appendFileSync(home.talk('a.jsonl'), say('2'));
  await home.until(() => home.ids(home.talk('a.jsonl')).length === 2);
});

it('loses nothing in a burst and needs fewer reads than lines', async () => {
  home.write(home.talk('a.jsonl'), '');
  await home.start();
  await home.live().whenIdle();
  home.opened.length = 0;
  for (let n = 0; n < 2_000; n += 1) appendFileSync(home.talk('a.jsonl'), say(String(n)));
  await home.until(() => home.sink.facts(home.talk('a.jsonl')).length === 2_000);
  expect(home.ids(home.talk('a.jsonl'))).toEqual(Array.from({ length: 2_000 }, (_, n) => String(n)));
  expect(home.opened.length).toBeLessThan(1_000);
});

it('reads a line that is written in many pieces few times', async () => {
  home.write(home.talk('a.jsonl'), say('1'));
  await home.start();
  await home.until(() => home.ids(home.talk('a.jsonl')).length === 1);
  home.opened.length = 0;
  const long = say('2', 'x'.repeat(2_000_000));
  for (let at = 0; at < long.length; at += 10_000) {
    appendFileSync(home.talk('a.jsonl'), long.slice(at, at + 10_000));
    await new Promise(setImmediate);
  }
  await home.until(() => home.ids(home.talk('a.jsonl')).length === 2);
  expect(home.opened.length).toBeLessThan(100);
});

it('reads a constantly written file while it is being written', async () => {
  home.write(home.talk('a.jsonl'), '');
  await home.start();
  let written = 0;
  const writer = setInterval(() => appendFileSync(home.talk('a.jsonl'), say(String(written++))), 2);
  await home.until(() => home.ids(home.talk('a.jsonl')).length > 20);
  expect(written).toBeLessThan(200);
  clearInterval(writer);
});

it('opens nothing on a second start when nothing has changed', async () => {
  for (let n = 0; n < 50; n += 1) home.write(home.talk(`${n % 5}/${n}.jsonl`), say('1'), n * dayMs);
  await home.start();
  await home.until(() => home.sink.sources().length === 50);
  await home.live().stop();
  home.opened.length = 0;
  const batches = home.sink.applied.length;
  await home.start();
  await home.live().rescan();
  expect(home.opened).toEqual([]);
  expect(home.sink.applied).toHaveLength(batches);
  expect(home.live().status()).toMatchObject({ phase: 'watching', sources: 50, queued: 0, backlog: { files: 0 } });
});

it('reads on where it stopped, after lines came while it was away', async () => {
  home.write(home.talk('a.jsonl'), say('1'));
  await home.start();
  await home.until(() => home.ids(home.talk('a.jsonl')).length === 1);
  await home.live().stop();
  appendFileSync(home.talk('a.jsonl'), say('2'));
  await home.start();
  await home.until(() => home.ids(home.talk('a.jsonl')).length === 2);
  expect(home.sink.applied.at(-1)?.bytes.toString()).toBe(say('2'));
});

it('leaves old sources to the composition, newest first, and takes note of what it read', async () => {
  home.write(home.talk('old.jsonl'), say('1'), 30 * dayMs);
  home.write(home.talk('older.jsonl'), say('1'), 40 * dayMs);
  home.write(home.talk('now.jsonl'), say('1'));
  const told: FoundSource[][] = [];
  await home.start({ onBacklog: (sources) => told.push(sources) });
  await home.until(() => home.ids(home.talk('now.jsonl')).length === 1);
  expect(told.map((sources) => sources.map(({ file }) => file))).toEqual([
    [home.talk('old.jsonl'), home.talk('older.jsonl')],
  ]);
  expect(home.live().status().backlog.files).toBe(2);
  expect(home.sink.sources()).toHaveLength(1);
  await home.live().importBacklog();
  expect(home.live().status().backlog.files).toBe(0);
  expect(home.sink.sources()).toHaveLength(3);
});

it('tells again, after the next look, what an import elsewhere has left', async () => {
  home.write(home.talk('read.jsonl'), say('1'), 30 * dayMs);
  home.write(home.talk('left.jsonl'), say('1'), 40 * dayMs);
  const told: string[][] = [];
  const onBacklog = (sources: FoundSource[]) => told.push(sources.map(({ file }) => file));
  await home.start({ onBacklog, rescanMs: 20 });
  for (const batch of readSource({ agent: toyAgent }, home.ref(home.talk('read.jsonl')), undefined)) {
    home.sink.apply(batch);
  }
  await home.live().rescan();
  await home.until(() => told.length === 2);
  expect(told).toEqual([[home.talk('read.jsonl'), home.talk('left.jsonl')], [home.talk('left.jsonl')]]);
});

it('leaves most of a home that was just copied to the backlog too', async () => {
  for (const name of ['a', 'b', 'c', 'd', 'e']) {
    home.write(home.talk(`${name}.jsonl`), say('1'));
    truncateSync(home.talk(`${name}.jsonl`), 15_000_000);
  }
  await home.start({ onBacklog: () => {} });
  expect(home.live().status().backlog.files).toBe(1);
});

it('reads an old source at once when somebody writes to it', async () => {
  home.write(home.talk('old.jsonl'), say('1'), 30 * dayMs);
  await home.start({ onBacklog: () => {} });
  appendFileSync(home.talk('old.jsonl'), say('2'));
  await home.until(() => home.ids(home.talk('old.jsonl')).length === 2);
  expect(home.live().status().backlog.files).toBe(0);
});

it('follows a tree natively where the system can', async () => {
  home.write(home.talk('p/a.jsonl'), say('1'));
  await home.start({ environment: { home: home.dir, platform: 'darwin', env: {} } });
  expect(home.live().status().watching.watched).toBe(1);
  appendFileSync(home.talk('p/a.jsonl'), say('2'));
  await home.until(() => home.ids(home.talk('p/a.jsonl')).length === 2);
});

it('holds what a fresh read gives after many writers, torn writes, replacements and restarts', async () => {
  const random = createRandom(7);
  const files = Array.from({ length: 12 }, (_, n) => home.talk(`${n % 3}/${n}.jsonl`));
  const rest = new Map(files.map((file) => [file, '']));
  let next = 0;
  await home.start({ retryMs: 5 });
  for (let turn = 0; turn < 600; turn += 1) {
    const file = files[Math.floor(random() * files.length)] ?? '';
    mkdirSync(dirname(file), { recursive: true });
    const text = `${rest.get(file)}${say(String(next++), 'ü'.repeat(Math.floor(random() * 300)))}`;
    const cut = random() < 0.5 ? text.length : Math.floor(random() * text.length);
    appendFileSync(file, text.slice(0, cut));
    rest.set(file, text.slice(cut));
    if (random() < 0.02) {
      writeFileSync(`${file}.tmp`, readFileSync(file));
      renameSync(`${file}.tmp`, file);
    }
    if (turn === 300) {
      await home.live().stop();
      await home.start({ retryMs: 5 });
    }
    if (random() < 0.2) await new Promise(setImmediate);
  }
  for (const [file, text] of rest) if (text !== '') appendFileSync(file, text);
  const size = (file: string) => statSync(file).size;
  await home.until(() => files.every((file) => home.sink.bytes(file).length === size(file)));
  for (const file of files) {
    const content = readFileSync(file);
    expect(home.sink.bytes(file).equals(content)).toBe(true);
    const lines = content.toString().trimEnd().split('\n');
    expect(home.ids(file)).toEqual(lines.map((line) => (JSON.parse(line) as { id: string }).id));
    expect(home.sink.issues(file)).toEqual([]);
  }
  expect(home.sink.sources().every(({ generation }) => generation === 1)).toBe(true);
});

it('syncs one file or a directory on demand', async () => {
  home.write(home.talk('p/a.jsonl'), say('1'), 30 * dayMs);
  home.write(home.talk('p/b.jsonl'), say('1'), 30 * dayMs);
  await home.start({ watch: () => ({ on: () => undefined as never, close() {} }), onBacklog: () => {} });
  appendFileSync(home.talk('p/a.jsonl'), say('2'));
  expect(await home.live().syncPath(home.talk('p/a.jsonl'))).toBe(true);
  expect(home.ids(home.talk('p/a.jsonl'))).toEqual(['1', '2']);
  expect(await home.live().syncPath(join(home.dir, 'nothing'))).toBe(false);
  expect(statSync(home.talk('p/b.jsonl')).size).toBeGreaterThan(0);
});

it('reads a source of the backlog that is asked for by name', async () => {
  home.write(home.talk('old.jsonl'), say('1'), 30 * dayMs);
  await home.start({ onBacklog: () => {} });
  expect(home.live().status().backlog.files).toBe(1);
  expect(await home.live().syncPath(home.talk('old.jsonl'))).toBe(true);
  expect(home.ids(home.talk('old.jsonl'))).toEqual(['1']);
  expect(home.live().status().backlog.files).toBe(0);
});

describe('a last line without an end', () => {
  const half = '{"type":"say","id":"2"';
  const isTold = () => home.sink.issues(home.talk('a.jsonl')).some(({ code }) => code === 'partial-line');

  it('is told when its file has been quiet for long, once', async () => {
    let later = 0;
    home.write(home.talk('a.jsonl'), say('1') + half);
    await home.start({ clock: { now: () => Date.now() + later }, rescanMs: 20 });
    await home.until(() => home.ids(home.talk('a.jsonl')).length === 1);
    expect(isTold()).toBe(false);
    later = 700_000;
    await home.until(isTold);
    const batches = home.sink.applied.length;
    await home.live().rescan();
    await home.live().whenIdle();
    expect(home.sink.applied).toHaveLength(batches);
    appendFileSync(home.talk('a.jsonl'), ',"session":"s"}\n');
    await home.until(() => home.ids(home.talk('a.jsonl')).length === 2);
  });

  it('is told when its file goes', async () => {
    home.write(home.talk('a.jsonl'), say('1') + half);
    home.write(home.talk('b.jsonl'), say('1'));
    await home.start();
    await home.until(() => home.sink.sources().length === 2);
    rmSync(home.talk('a.jsonl'));
    await home.until(() => home.sink.sources().some(({ gone }) => gone));
    expect(isTold()).toBe(true);
    expect(Buffer.from(home.sink.applied.at(-1)?.pending ?? []).toString()).toBe(half);
  });
});

describe('the past of a session that was followed as it grew', () => {
  const hours = 3_600_000;
  const file = () => home.talk('a.jsonl');
  let later = 0;
  const clock = { now: () => Date.now() + later };

  async function follow(): Promise<void> {
    later = 0;
    const lines = Array.from({ length: 400 }, (_, n) => say(`${n}`, 'x'.repeat(1_000)));
    home.write(file(), lines.slice(0, 200).join(''));
    await home.start({ clock, rescanMs: 20 });
    await home.until(() => home.ids(file()).length === 200);
    appendFileSync(file(), lines.slice(200).join(''));
    await home.until(() => home.ids(file()).length === 400);
    await home.live().whenIdle();
    home.opened.length = 0;
  }

  it('is compared with the file once it is quiet, and never again', async () => {
    await follow();
    later = 2 * hours;
    await home.until(() => home.opened.length > 0);
    await home.live().whenIdle();
    const opened = home.opened.length;
    for (let n = 0; n < 3; n += 1) await home.live().rescan();
    await home.live().stop();
    await home.start({ clock });
    await home.live().rescan();
    await home.live().whenIdle();
    expect(home.opened).toHaveLength(opened);
    expect(home.sink.sources()).toMatchObject([{ generation: 1 }]);
  });

  it('begins a new generation when it was changed where nobody looked', async () => {
    await follow();
    const unseen = home.sink.cursor(home.ref(file()));
    const at = 100_000;
    expect(unseen?.checks.every(({ offset, length }) => at < offset || at > offset + length)).toBe(true);
    await home.live().stop();
    const content = Buffer.concat([readFileSync(file()), Buffer.from(say('400'))]);
    content.write('yyy', at);
    writeFileSync(file(), content);
    await home.start({ clock, rescanMs: 20 });
    await home.until(() => home.ids(file()).length === 401);
    expect(home.sink.sources()).toMatchObject([{ generation: 1 }]);
    later = 2 * hours;
    await home.until(() => home.sink.sources()[0]?.generation === 2);
    await home.until(() => home.sink.bytes(file()).equals(content));
    expect(home.sink.issues(file())).toMatchObject([{ code: 'past-rewritten', offset: at }]);
  });
});

it('applies nothing after it stopped', async () => {
  home.write(home.talk('a.jsonl'), say('1'));
  await home.start();
  await home.until(() => home.ids(home.talk('a.jsonl')).length === 1);
  await home.live().stop();
  await home.live().stop();
  appendFileSync(home.talk('a.jsonl'), say('2'));
  await home.live().rescan();
  expect(home.ids(home.talk('a.jsonl'))).toEqual(['1']);
});
