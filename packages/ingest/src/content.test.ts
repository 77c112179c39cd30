import { expect, it } from 'vitest';
import type { AgentDefinition } from './agent.ts';
import { createContentReader } from './content.ts';
import { toyAgent } from './testing/index.ts';

const reader = createContentReader([toyAgent as AgentDefinition]);

it('reads the blocks of a record from its bytes', () => {
  const bytes = Buffer.from('xx\0\ufeff{"text":"hello"}\r\n');
  expect(reader.blocks('toy', bytes.subarray(2))).toEqual([{ type: 'text', text: 'hello' }]);
});

it('says which records stand on a line, and where', () => {
  const line = ' {"text":"one"}{"text":"zwei – 2"} {"text":"torn\n';
  expect(reader.records('toy', Buffer.from(line))).toEqual([
    { offset: 1, length: 14, blocks: [{ type: 'text', text: 'one' }] },
    { offset: 15, length: 21, blocks: [{ type: 'text', text: 'zwei – 2' }] },
  ]);
  expect(reader.records('nobody', Buffer.from(line))).toEqual([]);
});

it.each([
  ['toy', '{"text":"torn'],
  ['nobody', '{"text":"x"}'],
  ['toy', ''],
])('shows what it cannot read as it is (%s: %s)', (agent, text) => {
  expect(reader.blocks(agent, Buffer.from(text))).toEqual([{ type: 'other', name: 'unreadable', data: text }]);
});
