import type { MessageView, SearchPage, SearchQuery, SessionView, ToolCallView } from '@belfry/core';
import { agents, createContentReader } from '@belfry/ingest';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openArchiveWriter, openReadStore, type ReadStore } from '../src/index.ts';
import { type TempArchive, tempArchive } from '../src/testing/index.ts';
import { importSource, realRoots, realSources } from './real-sources.ts';

// What a search finds is compared with a plain look through every text a reader is shown. The words of this look
// are cut by one regular expression, not by the code under test.

const content = createContentReader(agents);

/** Values of an input stand apart: no piece of text goes from one to the next. */
const between = '\u0001';

/** A text as it is shown, by itself. */
interface ShownText {
  /** Session, kind, message or call, and index of the block. */
  place: string;
  text: string;
  words: string[];
  set: Set<string>;
}

let archive: TempArchive;
let reader: ReadStore & { close(): void };
let shown: ShownText[];
let sourceBytes = 0;
const mostHits = 250;

beforeAll(async () => {
  archive = tempArchive();
  const writer = openArchiveWriter({ path: archive.path, content });
  for (const source of realRoots.flatMap(realSources)) {
    importSource(writer, source, { bulk: true, maxBatchBytes: 1_000_000 });
    sourceBytes += source.bytes().length;
  }
  expect(writer.search.pendingBytes()).toBeGreaterThan(0);
  while (writer.search.catchUp(4_000_000) > 0);
  while (writer.search.merge(1_000));
  writer.close();
  reader = openReadStore({ path: archive.path, content });
  shown = await readAll(reader);
}, 300_000);
afterAll(() => {
  reader?.close();
  archive?.remove();
});

describe('200 searches over real transcripts', () => {
  it('find every text with the words asked for, and no other', { timeout: 300_000 }, async () => {
    const random = seeded(7);
    const some = () => pick(random, shown) as ShownText;
    const asked = new Map<string, string[]>();
    const ask = (q: string, isIn: (text: ShownText) => boolean) => {
      if (asked.has(q)) return;
      const places = shown.filter(isIn).map(({ place }) => place);
      // Every hit is read; a word that is everywhere says nothing more than one that is in many texts.
      if (places.length <= mostHits) asked.set(q, places);
    };
    const until = (count: number, make: () => void) => {
      for (let tries = 0; asked.size < count && tries < count * 50; tries++) make();
    };
    until(60, () => {
      const word = pick(random, some().words);
      if (word) ask(word, ({ set }) => set.has(word));
    });
    until(100, () => {
      const { words } = some();
      const [one, two] = [pick(random, words), pick(random, words)];
      if (one && two && one !== two) ask(`${one} ${two}`, ({ set }) => set.has(one) && set.has(two));
    });
    until(150, () => {
      const { words } = some();
      const at = Math.floor(random() * words.length);
      const phrase = words.slice(at, at + 2 + Math.floor(random() * 3));
      if (phrase.length > 1) ask(`"${phrase.join(' ')}"`, (text) => hasPhrase(text, phrase));
    });
    until(170, () => {
      const { words } = some();
      const [one, two] = [pick(random, words), pick(random, words)];
      if (one && two && one !== two)
        ask(`${one} -${two}`, ({ set, text }) => set.has(one) && !set.has(two) && !partsOf(text).has(two));
    });
    until(185, () => {
      const word = pick(random, some().words);
      const start = word?.slice(0, 5);
      if (start && start.length === 5) ask(`${start}*`, ({ words }) => words.some((one) => one.startsWith(start)));
    });
    // Paths and names with signs are the words between the signs, one after the other.
    until(200, () => {
      const found = some().text.match(/[\w./-]*\w[./_-]\w[\w./-]*/)?.[0];
      const words = found && wordsOf(found);
      if (found && words && words.length > 1 && words.length < 30) ask(`"${found}"`, (text) => hasPhrase(text, words));
    });
    // The small corpus of the repository has not enough different names for all 200.
    expect(asked.size).toBeGreaterThanOrEqual(195);

    const wrong: string[] = [];
    for (const [q, expected] of asked) {
      const found = await allPlaces({ q, match: 'words' });
      const missing = expected.filter((place) => !found.has(place));
      const extra = [...found].filter((place) => !expected.includes(place) && !isInName(q, place));
      if (missing.length + extra.length > 0)
        wrong.push(`${q}: missing ${missing.slice(0, 3)}, extra ${extra.slice(0, 3)}`);
    }
    expect(wrong.map((line) => line.slice(0, 300))).toEqual([]);
  });

  it('find any piece letter by letter', { timeout: 120_000 }, async () => {
    const random = seeded(11);
    const wrong: string[] = [];
    for (let n = 0; n < 15; n++) {
      const { text } = pick(
        random,
        shown.filter(({ text }) => text.length > 30),
      ) as ShownText;
      const at = Math.floor(random() * (text.length - 14));
      const q = text.slice(at, at + 14).trim();
      // Nobody types the sign that parts the fields of an input.
      if (q.length < 4 || !q.isWellFormed() || q.includes('\u0001')) continue;
      const found = await allPlaces({ q, match: 'text' });
      const plain = toPlain(q);
      const missing = shown.filter((one) => toPlain(one.text).includes(plain) && !found.has(one.place));
      if (missing.length > 0) wrong.push(`${JSON.stringify(q)}: ${missing[0]?.place}`);
    }
    expect(wrong).toEqual([]);
  });

  it('never fail, whatever is asked', async () => {
    const hostile = [
      ...[
        '"',
        '""',
        "'",
        '*',
        '**',
        '-',
        '--',
        '(',
        ')',
        '()',
        'AND',
        'OR',
        'NOT',
        'NEAR(',
        'NEAR/3',
        '^a',
        'a:b',
        'text:x',
      ],
      ...[
        '{a b}',
        '+a',
        'a + b',
        '"a" "',
        'a"b',
        '\\',
        '%',
        '_',
        ';--',
        "'; DROP TABLE sessions",
        '\u0000',
        'a\u0000b',
        '\ud800',
        '\udc00x',
      ],
      ...['\u{10ffff}', '\ue000', '\ue0001', 'ﷺ', '👩‍👩‍👧', '\u202e', '\n', '[', '(?:', '(a+)+$', '.*', 'a{1,1000000}'],
      ...[
        'x'.repeat(100_000),
        'a '.repeat(5_000),
        '"'.repeat(999),
        '-a '.repeat(100),
        '日'.repeat(3_000),
        '* '.repeat(50),
      ],
    ];
    for (const q of hostile) {
      for (const match of ['auto', 'any'] as const) {
        const page = await reader.search({ q, match, limit: 2 });
        expect(page?.items.length, `${match} ${q.slice(0, 30)}`).toBeLessThanOrEqual(100);
      }
    }
  });

  it('rest on an index that keeps the archive small', async () => {
    const { archiveBytes } = await reader.stats();
    // Small fixtures are mostly empty pages.
    if (sourceBytes > 10_000_000) expect(archiveBytes / sourceBytes).toBeLessThan(0.4);
  });

  /** Beside the word itself its place in a name in camel case is found: `user` in `getUser`. */
  function isInName(q: string, place: string): boolean {
    const text = shown.find((one) => one.place === place)?.text ?? '';
    const both = [...partsOf(text), ...wordsOf(text)];
    return wordsOf(q.replace(/ -\S+$/, '')).every((word) => both.some((one) => one.startsWith(word)));
  }
});

async function allPlaces(query: SearchQuery): Promise<Set<string>> {
  const found = new Set<string>();
  for (let cursor: string | undefined; ; ) {
    const page: SearchPage | undefined = await reader.search({ ...query, limit: 100, ...(cursor ? { cursor } : {}) });
    for (const hit of page?.items ?? []) {
      const of = hit.kind === 'tool-output' ? hit.callId : hit.messageKey;
      found.add(`${hit.sessionId} ${hit.kind} ${of} ${hit.block}`);
    }
    if (page?.next === undefined) return found;
    cursor = page.next;
  }
}

/** Every text of every message and result, as a reader is shown it. */
async function readAll(reader: ReadStore): Promise<ShownText[]> {
  const sessions: SessionView[] = [];
  for (let cursor: string | undefined; ; ) {
    const page = await reader.sessions({ includeSubagents: true, limit: 500, ...(cursor ? { cursor } : {}) });
    sessions.push(...page.items);
    if (page.next === undefined) break;
    cursor = page.next;
  }
  const messages = new Map<string, MessageView[]>();
  for (const { id } of sessions) messages.set(id, await messagesOf(reader, id));
  const texts: ShownText[] = [];
  const add = (place: string, text: string) => {
    const words = wordsOf(text);
    if (text !== '') texts.push({ place, text, words, set: new Set(words) });
  };
  for (const { id, parentId = '' } of sessions) {
    const inParent = new Set(messages.get(parentId)?.map(({ key }) => key));
    for (const { key, blocks, inherited } of messages.get(id) ?? []) {
      // A fork repeats its parent's messages; they are found there.
      if (inherited && inParent.has(key)) continue;
      for (const [index, block] of blocks.entries()) {
        if (block.type === 'text') add(`${id} message ${key} ${index}`, block.text);
        else if (block.type === 'thinking') add(`${id} thinking ${key} ${index}`, block.text);
        else if (block.type === 'tool-call')
          add(`${id} tool-input ${key} ${index}`, valuesOf(block.input).join(between));
        else if (block.type === 'other') add(`${id} message ${key} ${index}`, valuesOf(block.data).join(between));
      }
    }
    for (const call of await callsOf(reader, id)) {
      for (const [index, { text, stderr }] of call.results.entries()) {
        add(`${id} tool-output ${call.callId} ${index}`, stderr === undefined ? text : `${text}\n${stderr}`);
      }
    }
  }
  return texts;
}

async function messagesOf(reader: ReadStore, sessionId: string): Promise<MessageView[]> {
  const all: MessageView[] = [];
  for (let page = await reader.messages({ sessionId, edge: 'start', limit: 500 }); page; ) {
    all.push(...page.messages);
    if (page.next === undefined) break;
    page = await reader.messages({ sessionId, after: page.next, limit: 500 });
  }
  return all;
}

async function callsOf(reader: ReadStore, sessionId: string): Promise<ToolCallView[]> {
  const all: ToolCallView[] = [];
  for (let page = await reader.toolCalls(sessionId, { limit: 500 }); page; ) {
    for (const { callId } of page.items) all.push((await reader.toolCall(sessionId, callId)) as ToolCallView);
    if (page.next === undefined) break;
    page = await reader.toolCalls(sessionId, { limit: 500, cursor: page.next });
  }
  return all;
}

function valuesOf(value: unknown): string[] {
  if (typeof value === 'object' && value !== null) return Object.values(value).flatMap(valuesOf);
  return value === null || value === undefined ? [] : [String(value)];
}

function wordsOf(text: string): string[] {
  const plain = text
    .normalize('NFD')
    .replace(/[\u0300-\u036f]/g, '')
    .normalize('NFC')
    .toLowerCase();
  return (
    plain
      .match(/[\p{L}\p{N}][\p{L}\p{N}\p{M}]*/gu)
      ?.filter((word) => !/[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}]/u.test(word)) ?? []
  );
}

/** Parts of names in camel case. */
function partsOf(text: string): Set<string> {
  const names =
    text.match(/[\p{L}\p{N}]+/gu)?.filter((name) => /[\p{Ll}\p{N}]\p{Lu}|\p{Lu}\p{Lu}\p{Ll}/u.test(name)) ?? [];
  const apart = names.map((name) => name.replace(/(?<=[\p{Ll}\p{N}])(?=\p{Lu})|(?<=\p{Lu})(?=\p{Lu}\p{Ll})/gu, ' '));
  return new Set(wordsOf(apart.join(' ')));
}

function hasPhrase({ words, set }: ShownText, phrase: readonly string[]): boolean {
  if (!phrase.every((word) => set.has(word))) return false;
  return words.some((_, at) => phrase.every((word, index) => words[at + index] === word));
}

function toPlain(text: string): string {
  return text.toLowerCase().replace(/\s+/g, ' ');
}

function pick<Item>(random: () => number, items: readonly Item[]): Item | undefined {
  return items[Math.floor(random() * items.length)];
}

function seeded(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 32;
  };
}
