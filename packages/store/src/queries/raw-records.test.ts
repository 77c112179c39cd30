import { aSourceRef } from '@belfry/core/testing';
import { expect, it } from 'vitest';
import { type ToyRecord, tempArchive, toyBatches, toyBytes } from '../testing/index.ts';

const session = 's1';
const at = Date.UTC(2026, 0, 2);
const prompt: ToyRecord = {
  session,
  at,
  facts: [{ type: 'message', session, key: 'm1', record: 'm1', role: 'user', variant: 'prompt', at, preview: 'go' }],
};
const reply: ToyRecord = {
  session,
  at,
  facts: [
    { type: 'message', session, key: 'm2', record: 'r2', role: 'assistant', variant: 'reply', at, preview: 'so' },
    { type: 'tool-call', session, callId: 'c1', messageKey: 'm2', name: 'Bash', kind: 'shell', summary: 'ls', at },
  ],
};
const result: ToyRecord = {
  session,
  at,
  facts: [
    {
      type: 'tool-result',
      session,
      callId: 'c1',
      record: 'r3',
      isError: false,
      outcome: '',
      at,
      outputBytes: 2,
      answers: true,
    },
  ],
};
const odd: ToyRecord = { session, at, issues: [{ code: 'unknown-record', detail: 'mood' }] };
const records = [prompt, reply, result, odd];

function anArchive() {
  const archive = tempArchive();
  for (const batch of toyBatches(aSourceRef({ path: 'a.jsonl' }), toyBytes(records))) archive.writer.applyBatch(batch);
  return archive;
}

it('a message is given as the line its source holds, with its place', async () => {
  using archive = anArchive();
  const [record, ...others] = (await archive.reader.rawRecords('claude:s1', 'm2')) ?? [];
  expect(others).toEqual([]);
  expect(record).toMatchObject({ source: '/home/ada/.claude/a.jsonl', generation: 1, cut: false });
  expect(record?.offset).toBe(toyBytes([prompt]).length);
  expect(JSON.parse(record?.text ?? '')).toEqual(reply);
});

it('a call is given with the records that answer it', async () => {
  using archive = anArchive();
  const given = await archive.reader.rawRecords('claude:s1', 'c1');
  expect(given?.map(({ text }) => JSON.parse(text))).toEqual([reply, result]);
});

it('what is neither a message nor a call has no records', async () => {
  using archive = anArchive();
  expect(await archive.reader.rawRecords('claude:s1', 'nothing')).toBeUndefined();
  expect(await archive.reader.rawRecords('claude:nobody', 'm1')).toBeUndefined();
});

it('a record beyond a megabyte comes cut, and says so', async () => {
  using archive = tempArchive();
  const long: ToyRecord = { ...prompt, blocks: [{ type: 'text', text: 'x'.repeat(1_500_000) }] };
  for (const batch of toyBatches(aSourceRef({ path: 'a.jsonl' }), toyBytes([long]))) archive.writer.applyBatch(batch);
  const [record] = (await archive.reader.rawRecords('claude:s1', 'm1')) ?? [];
  expect(record?.cut).toBe(true);
  expect(record?.text.length).toBe(1024 * 1024);
  expect(record?.length).toBeGreaterThan(1_500_000);
});

it('an issue of a session names the message it lies after', async () => {
  using archive = anArchive();
  const { items } = await archive.reader.issues({ sessionId: 'claude:s1' });
  expect(items.map(({ detail, messageKey }) => [detail, messageKey])).toEqual([['mood', 'm2']]);
  expect((await archive.reader.issues({})).items[0]).not.toHaveProperty('messageKey');
});
