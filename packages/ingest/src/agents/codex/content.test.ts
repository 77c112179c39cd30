import type { Block } from '@belfry/core';
import { describe, expect, it } from 'vitest';
import { codex } from './index.ts';
import { aMessage, anEvent, anItem, aRecord } from './test-rollouts.ts';

const contentOf = (record: object): Block[] => codex.content(record as Record<string, unknown>);

describe('content', () => {
  it('of messages is text and images, without the marks around them', () => {
    const content = [
      { type: 'input_text', text: '<image name=[Image #1]>' },
      { type: 'input_image', image_url: 'data:image/png;base64,AAAA' },
      { type: 'input_text', text: '</image>' },
      { type: 'input_text', text: 'see' },
      { type: 'input_image', image_url: 'https://example.org/bell.jpg' },
      { type: 'input_smell', strength: 3 },
    ];
    expect(contentOf(anItem('message', { role: 'user', content }))).toEqual([
      { type: 'image', mediaType: 'image/png', data: 'AAAA' },
      { type: 'text', text: 'see' },
      { type: 'image', mediaType: '', url: 'https://example.org/bell.jpg' },
      { type: 'other', name: 'input_smell', data: { type: 'input_smell', strength: 3 } },
    ]);
  });

  it('of reasoning is its summary, or that it is withheld', () => {
    const summary = [
      { type: 'summary_text', text: 'one' },
      { type: 'summary_text', text: 'two' },
    ];
    expect(contentOf(anItem('reasoning', { summary }))).toEqual([
      { type: 'thinking', text: 'one', redacted: false },
      { type: 'thinking', text: 'two', redacted: false },
    ]);
    expect(contentOf(anItem('reasoning', { summary: [], encrypted_content: 'gAAA' }))).toEqual([
      { type: 'thinking', text: '', redacted: true },
    ]);
  });

  it('of a call is its input, parsed when it can be', () => {
    const call = (raw: string) => anItem('function_call', { name: 'shell', call_id: 'c', arguments: raw });
    expect(contentOf(call('{"command":["ls"]}'))).toEqual([
      { type: 'tool-call', callId: 'c', name: 'shell', input: { command: ['ls'] } },
    ]);
    expect(contentOf(call('{"command":["l'))).toMatchObject([{ input: '{"command":["l' }]);
  });

  it('of a result is unwrapped output with exit code and images', () => {
    const wrapped = '{"output":"gone\\n","metadata":{"exit_code":1,"duration_seconds":0}}';
    expect(contentOf(anItem('function_call_output', { call_id: 'c', output: wrapped }))).toEqual([
      { type: 'tool-result', callId: 'c', isError: true, text: 'gone\n', exitCode: 1 },
    ]);
    const parts = [
      { type: 'input_text', text: 'seen' },
      { type: 'input_image', image_url: 'data:image/png;base64,AA' },
    ];
    expect(contentOf(anItem('function_call_output', { call_id: 'c', output: parts }))).toEqual([
      {
        type: 'tool-result',
        callId: 'c',
        isError: false,
        text: 'seen',
        images: [{ type: 'image', mediaType: 'image/png', data: 'AA' }],
      },
    ]);
  });

  it('of a patch holds its diff, from the call and from the event', () => {
    const input = '*** Begin Patch\n*** Add File: a\n+x\n*** End Patch';
    const diff = { path: 'a', change: 'create', added: 1, removed: 0 };
    expect(contentOf(anItem('custom_tool_call', { name: 'apply_patch', call_id: 'p', input }))).toMatchObject([
      { type: 'tool-call', input },
      { type: 'tool-result', callId: 'p', diffs: [diff] },
    ]);
    const changes = { a: { type: 'add', content: 'x\n' } };
    expect(contentOf(anEvent('patch_apply_end', { call_id: 'p', success: true, changes }))).toMatchObject([
      { type: 'tool-result', callId: 'p', isError: false, diffs: [diff] },
    ]);
  });

  it('of events is their text', () => {
    const text = (record: object) => contentOf(record).map((block) => ('text' in block ? block.text : block.type));
    expect(text(anEvent('user_message', { message: 'a', local_images: ['/tmp/b.png'] }))).toEqual(['a', 'image']);
    expect(text(anEvent('agent_message', { message: 'b' }))).toEqual(['b']);
    expect(text(anEvent('turn_aborted', { reason: 'replaced' }))).toEqual(['Turn aborted: replaced']);
    expect(text(anEvent('task_complete', { error: { message: 'refused' } }))).toEqual(['refused']);
    expect(text(anEvent('task_complete', { last_agent_message: 'b' }))).toEqual([]);
    expect(text(aRecord('compacted', { message: 'summary' }))).toEqual(['summary']);
    expect(text(anEvent('token_count', { info: null }))).toEqual([]);
    expect(text(aRecord('session_meta', { id: 'x' }))).toEqual([]);
  });

  it('of finished items is what they hold', () => {
    const item = (fields: object) => anEvent('item_completed', { item: fields });
    expect(contentOf(item({ type: 'UserMessage', content: [{ type: 'local_image', path: '/tmp/b.png' }] }))).toEqual([
      { type: 'image', mediaType: '', url: '/tmp/b.png' },
    ]);
    const command = { type: 'CommandExecution', id: 'c', aggregated_output: 'out', stderr: 'err', exit_code: 2 };
    expect(contentOf(item(command))).toEqual([
      { type: 'tool-result', callId: 'c', isError: true, text: 'out', stderr: 'err', exitCode: 2 },
    ]);
    const result = { content: [{ type: 'text', text: 'tolled' }] };
    expect(contentOf(item({ type: 'McpToolCall', id: 'm', result }))).toMatchObject([{ text: 'tolled' }]);
  });

  it('of the generations before envelopes is read as well', () => {
    const bare = { type: 'message', role: 'assistant', content: [{ type: 'output_text', text: 'old' }] };
    expect(contentOf(bare)).toEqual([{ type: 'text', text: 'old' }]);
    const call = { type: 'function_call', name: 'shell', arguments: '{}', call_id: 'c' };
    expect(contentOf({ session: { id: 's' }, items: [bare, call] })).toHaveLength(2);
  });
});

it('shows a prompt as it was typed', () => {
  expect(contentOf(aMessage('user', ' ring\n'))).toEqual([{ type: 'text', text: ' ring\n' }]);
});
