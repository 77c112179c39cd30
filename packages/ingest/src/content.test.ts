import { expect, it } from 'vitest';
import type { AgentDefinition } from './agent.ts';
import { createContentReader } from './content.ts';
import { toyAgent } from './testing/index.ts';

const reader = createContentReader([toyAgent as AgentDefinition]);

it('reads the blocks of a record from its bytes', () => {
  const bytes = Buffer.from('xx\0\ufeff{"text":"hello"}\r\n');
  expect(reader.blocks('toy', bytes.subarray(2))).toEqual([{ type: 'text', text: 'hello' }]);
});

it.each([
  ['toy', '{"text":"torn'],
  ['nobody', '{"text":"x"}'],
  ['toy', ''],
])('shows what it cannot read as it is (%s: %s)', (agent, text) => {
  expect(reader.blocks(agent, Buffer.from(text))).toEqual([{ type: 'other', name: 'unreadable', data: text }]);
});
