import { aSourceRef } from '@belfry/core/testing';
import { expect, it } from 'vitest';
import { type ToyRecord, tempArchive, toyBatches, toyBytes } from '../testing/index.ts';

const day = 86_400_000;
const newYear = Date.UTC(2026, 0, 1);

/** A session of one prompt, and of a call that fails if asked for. */
function aToySession(native: string, cwd: string, at: number, fails = false): ToyRecord[] {
  const prompt: ToyRecord = {
    session: native,
    at,
    facts: [
      { type: 'session', session: native, patch: { cwd, branch: native < 'c' ? 'fix/gear' : 'main' } },
      { type: 'message', session: native, key: 'm', record: 'm', role: 'user', variant: 'prompt', at, preview: native },
    ],
  };
  const call: ToyRecord = {
    session: native,
    at: at + 1,
    facts: [
      {
        type: 'tool-call',
        session: native,
        callId: 'c',
        messageKey: 'm',
        name: 'Bash',
        kind: 'shell',
        summary: 'x',
        at,
      },
      {
        type: 'tool-result',
        session: native,
        callId: 'c',
        record: 'r',
        isError: true,
        outcome: 'exit 1',
        at: at + 1,
        outputBytes: 1,
        answers: true,
      },
    ],
  };
  return fails ? [prompt, call] : [prompt];
}

function anArchiveOfFour() {
  const archive = tempArchive();
  const sessions: [native: string, cwd: string, at: number, fails?: boolean][] = [
    ['a', '/home/ada/engine', newYear + day],
    ['b', '/home/ada/engine', newYear + 40 * day, true],
    ['c', '/home/ada/mill', newYear + 41 * day],
    ['d', '/home/ada/ant', newYear + 42 * day],
  ];
  for (const [native, cwd, at, fails] of sessions) {
    const ref = aSourceRef({ path: `${native}.jsonl` });
    for (const batch of toyBatches(ref, toyBytes(aToySession(native, cwd, at, fails)))) {
      archive.writer.applyBatch(batch);
    }
  }
  return archive;
}

it('a facet counts under all other filters, and not under its own', async () => {
  using archive = anArchiveOfFour();
  const bounds = [newYear, newYear + 31 * day, newYear + 59 * day].map((at) => new Date(at).toISOString());
  const all = await archive.reader.sessionFacets({}, bounds);
  expect(all).toEqual({
    agents: [{ name: 'claude', sessions: 4 }],
    projects: [
      { name: 'engine', sessions: 2 },
      { name: 'ant', sessions: 1 },
      { name: 'mill', sessions: 1 },
    ],
    branches: [
      { name: 'fix/gear', sessions: 2 },
      { name: 'main', sessions: 2 },
    ],
    has: { error: 1, children: 0, sourceGone: 0, issues: 0 },
    spans: [1, 3],
  });
  const failed = await archive.reader.sessionFacets({ project: ['engine'], hasError: true }, bounds);
  expect(failed.projects).toEqual([{ name: 'engine', sessions: 1 }]);
  expect(failed.spans).toEqual([0, 1]);
  const january = await archive.reader.sessionFacets({ from: bounds[0] as string, to: bounds[1] as string }, bounds);
  expect(january.has.error).toBe(0);
  expect(january.spans).toEqual([1, 3]);
});

it('what a facet counts is what the list then shows', async () => {
  using archive = anArchiveOfFour();
  const { has, projects, branches } = await archive.reader.sessionFacets({}, []);
  expect((await archive.reader.sessions({ hasError: true })).total).toBe(has.error);
  expect((await archive.reader.sessions({ hasError: false, hasChildren: false })).total).toBe(3);
  expect((await archive.reader.sessions({ sourceGone: true })).total).toBe(0);
  for (const { name, sessions } of projects) {
    expect((await archive.reader.sessions({ project: [name] })).total).toBe(sessions);
  }
  for (const { name, sessions } of branches) {
    expect((await archive.reader.sessions({ branch: [name] })).total).toBe(sessions);
  }
  const narrowed = await archive.reader.sessionFacets({ project: ['ant'], branch: ['fix/gear'] }, []);
  expect(narrowed).toMatchObject({ projects: [{ name: 'engine' }], branches: [{ name: 'main', sessions: 1 }] });
});

it('by project, pages follow each other without a gap', async () => {
  using archive = anArchiveOfFour();
  const ids: string[] = [];
  let cursor: string | undefined;
  do {
    const page = await archive.reader.sessions({ sort: 'project', limit: 1, ...(cursor ? { cursor } : {}) });
    ids.push(...page.items.map(({ id }) => id));
    cursor = page.next;
  } while (cursor !== undefined);
  expect(ids).toEqual(['claude:d', 'claude:b', 'claude:a', 'claude:c']);
});
