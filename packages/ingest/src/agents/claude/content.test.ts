import { describe, expect, it } from 'vitest';
import { claudeContent } from './content.ts';
import { aCall, aRecord, aReply, aResult, aUser } from './test-records.ts';

describe('content of a reply', () => {
  it('is its blocks', () => {
    const message = {
      content: [
        { type: 'thinking', thinking: 'hm', signature: 's' },
        { type: 'thinking', thinking: '', signature: 's' },
        { type: 'redacted_thinking', data: 'x' },
        { type: 'text', text: '<bash-input>quoted</bash-input>' },
        aCall('t1', 'Bash', { command: 'ls' }),
        { type: 'hologram', depth: 3 },
      ],
    };
    expect(claudeContent(aReply('m', 'x', { message }))).toEqual([
      { type: 'thinking', text: 'hm', redacted: false },
      { type: 'thinking', text: '', redacted: true },
      { type: 'thinking', text: '', redacted: true },
      { type: 'text', text: '<bash-input>quoted</bash-input>' },
      { type: 'tool-call', callId: 't1', name: 'Bash', input: { command: 'ls' } },
      { type: 'other', name: 'hologram', data: { type: 'hologram', depth: 3 } },
    ]);
  });
});

describe('content of a user record', () => {
  it('shows wrappers readably, and images', () => {
    const image = { type: 'image', source: { type: 'base64', media_type: 'image/png', data: 'QUJD' } };
    const text = { type: 'text', text: '<command-name>/x</command-name><command-args>y</command-args>' };
    expect(claudeContent(aUser([text, image]))).toEqual([
      { type: 'text', text: '/x y' },
      { type: 'image', mediaType: 'image/png', data: 'QUJD' },
    ]);
    expect(claudeContent(aUser('plain'))).toEqual([{ type: 'text', text: 'plain' }]);
  });

  it('shows a failed command with its exit code', () => {
    expect(claudeContent(aResult('t1', 'Exit code 2\nno such file', {}, { is_error: true }))).toEqual([
      { type: 'tool-result', callId: 't1', isError: true, text: 'Exit code 2\nno such file', exitCode: 2 },
    ]);
  });

  it('shows standard error apart, diffs, images and the place of an oversized output', () => {
    const details = {
      stderr: 'warning',
      filePath: '/a',
      oldString: 'x',
      newString: 'y',
      persistedOutputPath: '/p/tool-results/t1.txt',
    };
    const image = { type: 'image', source: { type: 'base64', media_type: 'image/png', data: 'QUJD' } };
    const content = [{ type: 'text', text: 'a' }, { type: 'tool_reference', tool_name: 'Edit' }, image];
    expect(claudeContent(aResult('t1', content, { toolUseResult: details }))[0]).toMatchObject({
      text: 'a\nEdit',
      stderr: 'warning',
      diffs: [{ path: '/a', added: 1, removed: 1 }],
      images: [{ type: 'image', mediaType: 'image/png', data: 'QUJD' }],
      savedAs: '/p/tool-results/t1.txt',
    });
  });

  it('finds the place of an oversized output in its text', () => {
    const text = '<persisted-output>\nOutput too large (90KB). Full output saved to: /p/t1.txt\n\nPreview';
    expect(claudeContent(aResult('t1', text))[0]).toMatchObject({ savedAs: '/p/t1.txt' });
    const quoted = 'the log says: Full output saved to: /p/t1.txt';
    expect(claudeContent(aResult('t1', quoted))[0]).not.toHaveProperty('savedAs');
  });

  it('gives the details of a record to no result when it holds several', () => {
    const results = ['t1', 't2'].map((id) => ({ type: 'tool_result', tool_use_id: id, content: 'x' }));
    const blocks = claudeContent(aUser(results, { toolUseResult: { stderr: 'whose?' } }));
    expect(blocks).toHaveLength(2);
    expect(blocks[0]).not.toHaveProperty('stderr');
  });
});

describe('content of other records', () => {
  it('leaves the headers of an API error out', () => {
    const error = {
      status: 529,
      headers: { 'anthropic-organization-id': 'secret' },
      error: { error: { message: 'Busy' } },
    };
    const blocks = claudeContent(aRecord({ type: 'system', subtype: 'api_error', error, retryAttempt: 2 }));
    expect(blocks).toEqual([{ type: 'text', text: 'API error 529: Busy (attempt 2)' }]);
  });

  it('is the nested message of a progress record, and nothing for one without', () => {
    const message = { type: 'user', message: { content: 'go' } };
    expect(claudeContent(aRecord({ type: 'progress', data: { message } }))).toEqual([{ type: 'text', text: 'go' }]);
    expect(claudeContent(aRecord({ type: 'progress', data: { type: 'bash_progress' } }))).toEqual([]);
  });

  it('is the text of a queued prompt, however it was kept', () => {
    const queued = { type: 'queued_command', prompt: [{ type: 'text', text: 'faster' }] };
    expect(claudeContent(aRecord({ type: 'attachment', attachment: queued }))).toEqual([
      { type: 'text', text: 'faster' },
    ]);
    expect(claudeContent({ type: 'queue-operation', operation: 'enqueue', content: 'faster' })).toEqual([
      { type: 'text', text: 'faster' },
    ]);
  });

  it('shows a workflow result of any shape', () => {
    expect(claudeContent({ type: 'result', key: 'k', result: { ok: true } })).toEqual([
      { type: 'text', text: 'result k' },
      { type: 'other', name: 'result', data: { ok: true } },
    ]);
  });

  it('replaces what is no text', () => {
    expect(claudeContent(aUser('a\ud800b\0'))).toEqual([{ type: 'text', text: 'a\uFFFDb\uFFFD' }]);
  });
});
