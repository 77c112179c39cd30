import assert from 'node:assert/strict';
import { agents, createContentReader } from '@belfry/ingest';
import { openReadStore } from '@belfry/store';

const content = createContentReader(agents);

/** Words of the fixtures, and what is no question at all. */
const questions = [
  'bell',
  'tower',
  'make the',
  '"the bell"',
  '-bell',
  '*',
  '"',
  'NEAR(a b)',
  'a AND OR NOT',
  '\0',
  '\ud83d',
  '^"-:(){}[]',
  '鐘',
  'x'.repeat(5_000),
];

/**
 * Asks the search: for words that must be found, and for others, whose answers are given to be compared with those of
 * another archive. Every hit must show what was asked for, in a text that is there.
 */
export async function searchBack(
  path: string,
  { words, ask }: { words: readonly string[]; ask: number },
): Promise<string[]> {
  const reader = openReadStore({ path, content });
  try {
    for (const word of words) {
      const page = await reader.search({ q: word, match: 'words', limit: 5 });
      assert.ok((page?.items.length ?? 0) > 0, `${word} is not found by searching`);
    }
    const answers: string[] = [];
    for (const n of [ask, ask + 5]) {
      const q = questions[n % questions.length] as string;
      const page = await reader.search({ q, limit: 100 });
      for (const { sessionId, kind, messageKey, callId, block, snippet } of page?.items ?? []) {
        answers.push(JSON.stringify(['hit', q, sessionId, kind, messageKey, callId, block, snippet.text]));
      }
    }
    return answers.sort();
  } finally {
    reader.close();
  }
}
