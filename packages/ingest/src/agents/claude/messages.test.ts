import { describe, expect, it } from 'vitest';
import { aCall, aRecord, aReply, aResult, aUser, factsOf, read } from './test-records.ts';

function variantOf(record: ReturnType<typeof aUser>): string | undefined {
  return factsOf(read([record]), 'message')[0]?.variant;
}

describe('a reply', () => {
  it('is one message over all of its records, none of them lost', () => {
    const reading = read([
      aReply('m1', { type: 'thinking', thinking: '' }),
      aReply('m1', 'I look.'),
      aReply('m1', aCall('t1', 'Read', { file_path: 'a' })),
      aReply('m1', aCall('t2', 'Read', { file_path: 'b' })),
    ]);
    const messages = factsOf(reading, 'message');
    expect(new Set(messages.map((message) => message.key))).toEqual(new Set(['m1']));
    expect(new Set(messages.map((message) => message.record)).size).toBe(4);
    expect(messages.map((message) => message.preview)).toEqual(['', 'I look.', '', '']);
    expect(factsOf(reading, 'tool-call').map((call) => [call.callId, call.messageKey])).toEqual([
      ['t1', 'm1'],
      ['t2', 'm1'],
    ]);
  });

  it('is an error when the agent made it of one, and counts no request', () => {
    const reading = read([aReply('m1', 'API Error: 529', { isApiErrorMessage: true }, { model: '<synthetic>' })]);
    expect(factsOf(reading, 'message')[0]).toMatchObject({ variant: 'error' });
    expect(factsOf(reading, 'message')[0]).not.toHaveProperty('model');
    expect(factsOf(reading, 'request')).toEqual([]);
    expect(factsOf(reading, 'session').some((fact) => fact.patch.model !== undefined)).toBe(false);
  });

  it('is kept when the agent broke it off, and a notice when there was none', () => {
    const broken = aReply('m1', 'One, two', {}, { model: '<synthetic>' });
    const none = aReply('m2', 'No response requested.', {}, { model: '<synthetic>' });
    expect(factsOf(read([broken, none]), 'message').map((message) => message.variant)).toEqual(['reply', 'notice']);
  });

  it('is a message of its own when it has no id', () => {
    const reading = read([aReply('m1', 'a', { uuid: 'u1' }, { id: undefined })]);
    expect(factsOf(reading, 'message')[0]).toMatchObject({ key: 'u1', record: 'u1' });
  });
});

describe('a user record', () => {
  it.each([
    [aUser('hello'), 'prompt'],
    [aUser('hello', { promptSource: 'sdk' }), 'prompt'],
    [aUser('hello', { promptSource: 'queued' }), 'queued'],
    [aUser('hello', { isMeta: true }), 'context'],
    [aUser('hello', { isCompactSummary: true }), 'summary'],
    [aUser('hello', { origin: { kind: 'human' } }), 'prompt'],
    [aUser('hello', { origin: { kind: 'coordinator' } }), 'context'],
    [aUser('<task-notification>', { origin: { kind: 'task-notification' } }), 'notice'],
    [aUser('<command-name>/x</command-name>'), 'command'],
    [aUser('<bash-stdout>x</bash-stdout>'), 'command-output'],
    [aUser([{ type: 'text', text: '[Request interrupted by user]' }]), 'notice'],
    [aUser([{ type: 'image', source: {} }]), 'prompt'],
  ])('%# is for the reader what it says it is', (record, variant) => {
    expect(variantOf(record)).toBe(variant);
  });

  it('previews what was typed, not what the agent put in front of it', () => {
    const blocks = [
      { type: 'text', text: '<ide_selection>line 3</ide_selection>' },
      { type: 'text', text: 'fix this' },
    ];
    expect(factsOf(read([aUser(blocks)]), 'message')[0]?.preview).toBe('fix this');
    expect(factsOf(read([aUser([{ type: 'image', source: {} }])]), 'message')[0]?.preview).toBe('[image]');
  });

  it('with results only is no message', () => {
    const reading = read([aResult('t1', 'done')]);
    expect(factsOf(reading, 'message')).toEqual([]);
    expect(factsOf(reading, 'tool-result')[0]).toMatchObject({ callId: 't1', isError: false, outputBytes: 4 });
  });

  it('with a result and text is both', () => {
    const content = [
      { type: 'tool_result', tool_use_id: 't1', content: 'no', is_error: true },
      { type: 'text', text: 'Do it otherwise' },
    ];
    const reading = read([aUser(content)]);
    expect(factsOf(reading, 'tool-result')[0]).toMatchObject({ isError: true });
    expect(factsOf(reading, 'message')[0]).toMatchObject({ variant: 'prompt', preview: 'Do it otherwise' });
  });

  it('tells changed lines of an edit', () => {
    const toolUseResult = { filePath: '/a', structuredPatch: [{ lines: ['+a', '+b', '-c'] }] };
    expect(factsOf(read([aResult('t1', 'ok', { toolUseResult })]), 'tool-result')[0]).toMatchObject({
      added: 2,
      removed: 1,
      outcome: '+2 −1',
    });
  });
});

describe('other records', () => {
  it.each([
    [{ subtype: 'compact_boundary', content: 'Conversation compacted' }, 'compaction'],
    [{ subtype: 'api_error', error: { status: 429 } }, 'error'],
    [{ subtype: 'local_command', content: '<command-name>/cost</command-name>' }, 'command'],
    [{ subtype: 'local_command', content: '<local-command-stdout>$1</local-command-stdout>' }, 'command-output'],
    [{ subtype: 'away_summary', content: 'While you were away' }, 'notice'],
    [{ subtype: 'informational', content: 'bad', level: 'error' }, 'error'],
  ])('a system record %j is a message', (fields, variant) => {
    expect(factsOf(read([aRecord({ type: 'system', ...fields })]), 'message')[0]).toMatchObject({ variant });
  });

  it.each([
    { type: 'system', subtype: 'local_command', content: '<local-command-stdout></local-command-stdout>' },
    { type: 'attachment', attachment: { type: 'skill_listing', content: 'long' } },
    { type: 'progress', data: { type: 'bash_progress', output: 'x' } },
    { type: 'file-history-snapshot', snapshot: {} },
    { type: 'api-request', params: {} },
    { type: 'api-request-blob', message: { role: 'user', content: 'again' } },
  ])('%j is known and says nothing', (fields) => {
    const reading = read([aRecord(fields)]);
    expect(reading.facts.filter((fact) => fact.type !== 'session')).toEqual([]);
    expect(reading.issues).toEqual([]);
  });

  it('hooks and queued prompts in attachments are messages', () => {
    const attach = (attachment: object) => aRecord({ type: 'attachment', attachment });
    const reading = read([
      attach({ type: 'queued_command', prompt: 'and this', commandMode: 'prompt' }),
      attach({ type: 'queued_command', prompt: '<task-notification>x', commandMode: 'task-notification' }),
      attach({ type: 'hook_blocking_error', blockingError: { blockingError: 'tests fail' } }),
      attach({ type: 'hook_additional_context', content: ['one', 'two'] }),
    ]);
    expect(factsOf(reading, 'message').map(({ role, variant, preview }) => [role, variant, preview])).toEqual([
      ['user', 'queued', 'and this'],
      ['user', 'notice', 'x'],
      ['system', 'notice', 'tests fail'],
      ['system', 'context', 'one two'],
    ]);
  });
});

describe('what no version wrote so far', () => {
  it.each([
    [{ type: 'horoscope' }, 'unknown-record', 'horoscope'],
    [{ type: 7 }, 'unknown-record', 'none'],
    [{ type: 'system', subtype: 'weather' }, 'unknown-record', 'system:weather'],
    [{ type: 'attachment', attachment: { type: 'crystal_ball' } }, 'unknown-record', 'attachment:crystal_ball'],
    [{ type: 'attachment' }, 'unknown-record', 'attachment:none'],
    [{ type: 'progress', data: { type: 'moon' } }, 'unknown-record', 'progress:moon'],
    [{ type: 'queue-operation', operation: 'shuffle' }, 'unknown-record', 'queue-operation:shuffle'],
    [{ type: 'assistant', message: { content: [{ type: 'hologram' }] } }, 'unknown-block', 'hologram'],
    [{ type: 'user', message: { content: [{ type: 'hologram' }] } }, 'unknown-block', 'hologram'],
    [
      { type: 'assistant', message: { content: [{ type: 'tool_use', name: 'X' }] } },
      'wrong-shape',
      'tool call without an id',
    ],
  ])('%j is an issue', (fields, code, detail) => {
    const { issues } = read([aRecord(fields)]);
    expect(issues.map((issue) => [issue.code, issue.detail])).toEqual([[code, detail]]);
  });

  it('is kept as a message when it reads like one', () => {
    const reading = read([aRecord({ type: 'human', message: { role: 'user', content: 'still here' } })]);
    expect(factsOf(reading, 'message')[0]).toMatchObject({ role: 'user', preview: 'still here' });
    expect(reading.issues[0]?.detail).toBe('human');
  });

  it('does not hide a system text', () => {
    const reading = read([aRecord({ type: 'system', subtype: 'weather', content: 'It rains' })]);
    expect(factsOf(reading, 'message')[0]).toMatchObject({ variant: 'notice', preview: 'It rains' });
  });
});
