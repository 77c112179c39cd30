import type { MessageFact } from '@belfry/core';
import { describe, expect, it } from 'vitest';
import { aMessage, anEvent, anItem, aRecord, ofType, readRollout, rollouts, somePath } from './test-rollouts.ts';

function messagesOf(...records: object[]): MessageFact[] {
  return ofType(readRollout(somePath, records).facts, 'message');
}

const said = (messages: readonly MessageFact[]) => messages.map(({ variant, preview }) => [variant, preview]);

describe('a turn that stands inside another', () => {
  it('takes no message of the turn that goes on after it', () => {
    const messages = messagesOf(
      anEvent('task_started', { turn_id: 'outer' }),
      aMessage('user', 'ring'),
      anEvent('task_started', { turn_id: 'inner' }),
      aMessage('user', 'look first'),
      aRecord('turn_context', { turn_id: 'outer' }),
      aMessage('user', 'ring again'),
    );
    expect(said(messages).map(([, text]) => text)).toEqual(['ring', 'look first', 'ring again']);
    expect(new Set(messages.map(({ key }) => key)).size).toBe(3);
  });

  it('takes none either when its context came before the other and its start after it', () => {
    const messages = messagesOf(
      aRecord('turn_context', { turn_id: 'outer' }),
      aMessage('user', 'ring'),
      anEvent('task_started', { turn_id: 'inner' }),
      aMessage('user', 'look first'),
      anEvent('task_started', { turn_id: 'outer' }),
      aMessage('user', 'ring again'),
    );
    expect(new Set(messages.map(({ key }) => key)).size).toBe(3);
  });

  it('and one that starts a second time repeats its keys, as copies do', () => {
    const turn = [anEvent('task_started', { turn_id: 'outer' }), aMessage('user', 'ring')];
    const other = [anEvent('task_started', { turn_id: 'other' }), aMessage('user', 'rest')];
    const messages = messagesOf(...turn, ...other, ...turn);
    expect(messages[2]?.key).toBe(messages[0]?.key);
  });
});

describe('texts written twice', () => {
  it('are one message, whichever of the twins comes first', () => {
    const messages = messagesOf(
      aMessage('user', 'ring'),
      anEvent('user_message', { message: 'ring' }),
      anEvent('agent_message', { message: 'rung' }),
      aMessage('assistant', 'rung'),
    );
    expect(said(messages)).toEqual([
      ['prompt', 'ring'],
      ['reply', 'rung'],
    ]);
  });

  it('are one message in three ways too', () => {
    const messages = messagesOf(
      anEvent('item_completed', { item: { type: 'AgentMessage', content: [{ type: 'Text', text: 'rung' }] } }),
      anEvent('agent_message', { message: 'rung' }),
      aMessage('assistant', 'rung'),
    );
    expect(said(messages)).toEqual([['reply', 'rung']]);
  });

  it('are two messages when they were said twice', () => {
    const twice = [aMessage('user', 'yes'), anEvent('user_message', { message: 'yes' })];
    expect(messagesOf(...twice, ...twice)).toHaveLength(2);
  });

  it('are kept when only the event has them', () => {
    expect(
      said(messagesOf(anEvent('user_message', { message: 'a' }), anEvent('agent_message', { message: 'b' }))),
    ).toEqual([
      ['prompt', 'a'],
      ['reply', 'b'],
    ]);
  });

  it('match a plan and the text around it', () => {
    const messages = messagesOf(
      anEvent('item_completed', { item: { type: 'Plan', id: 'p', text: '# Plan\n' } }),
      anEvent('agent_message', { message: 'Here it is.' }),
      aMessage('assistant', 'Here it is.\n<proposed_plan>\n# Plan\n</proposed_plan>'),
    );
    expect(said(messages)).toEqual([
      ['reply', '# Plan'],
      ['reply', 'Here it is.'],
    ]);
  });

  it('match whatever marks stand around an attached image', () => {
    const content = [
      { type: 'input_text', text: '<image name=[Image #1] path="/tmp/bell.png">' },
      { type: 'input_image', image_url: 'data:image/png;base64,AAAA' },
      { type: 'input_text', text: '</image>' },
      { type: 'input_text', text: 'What is it?' },
    ];
    const messages = messagesOf(
      anItem('message', { role: 'user', content }),
      anEvent('user_message', { message: 'What is it?', local_images: ['/tmp/bell.png'] }),
    );
    expect(said(messages)).toEqual([['prompt', 'What is it?']]);
  });
});

describe('what a person typed', () => {
  it('is told from what the agent put in their mouth', () => {
    const messages = messagesOf(
      aMessage('developer', 'be careful'),
      aMessage('user', '# AGENTS.md instructions for /home/ada\n\n<INSTRUCTIONS>'),
      aMessage('user', '<environment_context>\n</environment_context>'),
      aMessage('user', '<skill>\n<name>bell</name>'),
      aMessage('user', '<user_shell_command>\n<command>\nls\n</command>'),
      aMessage('user', '<subagent_notification>\n{}'),
      aMessage('user', 'ring <environment_context>'),
    );
    expect(messages.map((message) => message.variant)).toEqual([
      'context',
      'context',
      'context',
      'context',
      'command',
      'notice',
      'prompt',
    ]);
    expect(messages.map((message) => message.role).slice(0, 3)).toEqual(['system', 'user', 'user']);
  });

  it('is what the agent says it is, where it says so', () => {
    const kinds = (kind: string) => ({ internal_chat_message_metadata_passthrough: { content_item_kinds: [kind] } });
    const message = (kind: string) =>
      anItem('message', { role: 'user', content: [{ type: 'input_text', text: 'Mind the step' }], ...kinds(kind) });
    expect(messagesOf(message('goals.reminder'), message('user.text')).map((fact) => fact.variant)).toEqual([
      'context',
      'prompt',
    ]);
  });

  it('is queued when the agent was at work', () => {
    const messages = messagesOf(
      anEvent('task_started', { turn_id: 't1' }),
      aMessage('user', 'ring'),
      aMessage('assistant', 'ringing'),
      aMessage('user', 'louder'),
      anEvent('task_started', { turn_id: 't2' }),
      aMessage('user', 'thanks'),
    );
    expect(messages.map((message) => message.variant)).toEqual(['prompt', 'reply', 'queued', 'prompt']);
  });

  it('is not what a reviewer was told in their name', () => {
    const order = anEvent('user_message', { message: 'Review the changes' });
    const messages = messagesOf(
      anEvent('entered_review_mode', { user_facing_hint: 'current changes' }),
      order,
      order,
      anEvent('exited_review_mode', { review_output: {} }),
      aMessage('user', 'Fix them'),
    );
    expect(said(messages)).toEqual([
      ['notice', 'Review started: current changes'],
      ['context', 'Review the changes'],
      ['notice', 'Review finished'],
      ['prompt', 'Fix them'],
    ]);
  });
});

describe('a reply', () => {
  it('gathers reasoning, text and calls until something else is said', () => {
    const keys = messagesOf(
      anItem('reasoning', { summary: [], encrypted_content: 'gAAA' }),
      aMessage('assistant', 'I will look.'),
      anItem('function_call', { name: 'exec_command', arguments: '{}', call_id: 'c1' }),
      anItem('function_call_output', { call_id: 'c1', output: '' }),
      aMessage('assistant', 'Seen.'),
    ).map((message) => message.key);
    expect(new Set(keys.slice(0, 3)).size).toBe(1);
    expect(keys[3]).not.toBe(keys[0]);
  });

  it('of another thread is left to that thread', () => {
    const item = { type: 'AgentMessage', content: [{ type: 'Text', text: 'from the helper' }] };
    const messages = messagesOf(
      aRecord('session_meta', { id: 'own' }),
      anEvent('item_completed', { thread_id: 'helper', item }),
      anEvent('item_completed', { thread_id: 'own', item: { ...item, content: [{ text: 'mine' }] } }),
    );
    expect(said(messages)).toEqual([['reply', 'mine']]);
  });
});

describe('events without a twin', () => {
  it('are notices, errors and compactions', () => {
    const messages = messagesOf(
      anEvent('error', { message: 'no such model' }),
      anEvent('stream_error', { message: 'Reconnecting', additional_details: 'reset' }),
      anEvent('turn_aborted', { reason: 'interrupted' }),
      aRecord('compacted', { message: '' }),
      anEvent('context_compacted'),
      anEvent('task_complete', { error: { message: 'refused' } }),
      anEvent('model_reroute', { from_model: 'a', to_model: 'b' }),
      anEvent('hook_completed', { run: { status: 'completed', entries: [] } }),
    );
    expect(said(messages)).toEqual([
      ['error', 'no such model'],
      ['notice', 'Reconnecting reset'],
      ['notice', 'Turn aborted: interrupted'],
      ['compaction', 'Context compacted'],
      ['error', 'refused'],
      ['notice', 'Model changed from a to b'],
    ]);
  });

  it('say an abort or a compaction once', () => {
    const messages = messagesOf(
      aMessage('user', '<turn_aborted>\nstopped'),
      anEvent('turn_aborted', { reason: 'interrupted' }),
      aRecord('compacted', { message: 'A summary' }),
      anEvent('item_completed', { item: { type: 'ContextCompaction' } }),
    );
    expect(said(messages)).toEqual([
      ['notice', '<turn_aborted> stopped'],
      ['summary', 'A summary'],
    ]);
  });
});

describe('records of kinds', () => {
  it('nobody has seen are issues named by family and kind', () => {
    const { issues } = readRollout(somePath, [
      anItem('telepathy'),
      anEvent('mood_changed'),
      anEvent('item_completed', { item: { type: 'Dance' } }),
      aRecord('side_quest', {}),
      { type: 'response_item' },
    ]);
    expect(issues.map(({ code, detail }) => [code, detail])).toEqual([
      ['unknown-record', 'response_item/telepathy'],
      ['unknown-record', 'event_msg/mood_changed'],
      ['unknown-record', 'item_completed/Dance'],
      ['unknown-record', 'side_quest'],
      ['wrong-shape', 'response_item without payload'],
    ]);
  });

  it('every fixture holds are all known', () => {
    for (const path of Object.values(rollouts)) expect(readRollout(path).issues, path).toEqual([]);
  });
});

it('is the same, with the same keys, in the archive and compressed', () => {
  const [plain, archived] = [rollouts.early, `archived_sessions/${rollouts.early.split('/').at(-1)}.zst`];
  expect(readRollout(archived).facts).toEqual(readRollout(plain).facts);
});

it('reads the generation of bare lines', () => {
  const { facts } = readRollout(rollouts.bare);
  expect(said(ofType(facts, 'message'))).toEqual([
    ['prompt', 'Hello tower'],
    ['reply', ''],
    ['reply', ''],
    ['reply', 'Good day.'],
  ]);
  expect(ofType(facts, 'tool-call')).toMatchObject([{ name: 'local_shell', kind: 'shell', summary: 'date' }]);
  expect(new Set(facts.map((fact) => fact.session))).toEqual(new Set(['5f0c1d2e-0000-4000-8000-000000000041']));
});
