import type { Fact } from '@belfry/core';
import { describe, expect, it } from 'vitest';
import { codex } from './index.ts';
import { anEvent, anItem, ofType, readRollout, rollouts, somePath } from './test-rollouts.ts';

const factsOf = (...records: object[]): Fact[] => readRollout(somePath, records).facts;
const output = (callId: string, text: unknown) => anItem('function_call_output', { call_id: callId, output: text });
const call = (name: string, input: unknown, fields: object = {}) =>
  anItem('function_call', { name, arguments: JSON.stringify(input), call_id: 'c', ...fields });

describe('tool calls', () => {
  it('are known by family and told in one line', () => {
    const calls = ofType(
      factsOf(
        call('shell', { command: ['bash', '-lc', 'ls -la\npwd'] }),
        call('shell_command', { command: 'date' }),
        call('exec_command', { cmd: 'make bell' }),
        call('write_stdin', { session_id: 1, chars: 'y' }),
        call('view_image', { path: '/tmp/bell.png' }),
        call('update_plan', {
          plan: [
            { step: 'a', status: 'completed' },
            { step: 'b', status: 'in_progress' },
          ],
        }),
        call('spawn_agent', { message: 'count', agent_type: 'explorer' }, { namespace: 'multi_agent_v1' }),
        call('find_bell', { name: 'great' }, { namespace: 'mcp__tower' }),
        call('mcp__tower__toll', {}),
        anItem('custom_tool_call', { name: 'exec', input: 'await tools.exec_command({})', call_id: 'c' }),
        anItem('local_shell_call', { call_id: 'c', action: { command: ['sh', '-c', 'who'] } }),
        anItem('web_search_call', { id: 'w', status: 'completed', action: { type: 'search', query: 'bells' } }),
        anItem('function_call', { name: 'exec_command', arguments: '{"cmd":"cut o', call_id: 'c' }),
      ),
      'tool-call',
    );
    expect(calls.map(({ name, kind, summary }) => [name, kind, summary])).toEqual([
      ['shell', 'shell', 'ls -la pwd'],
      ['shell_command', 'shell', 'date'],
      ['exec_command', 'shell', 'make bell'],
      ['write_stdin', 'shell', 'y'],
      ['view_image', 'read', '/tmp/bell.png'],
      ['update_plan', 'plan', '1/2 b'],
      ['spawn_agent', 'subagent', 'count'],
      ['mcp__tower__find_bell', 'mcp', 'great'],
      ['mcp__tower__toll', 'mcp', ''],
      ['exec', 'shell', 'await tools.exec_command({})'],
      ['local_shell', 'shell', 'who'],
      ['web_search', 'web', 'bells'],
      ['exec_command', 'shell', '{"cmd":"cut o'],
    ]);
  });

  it('that the model server ran itself are answered by their own record', () => {
    const record = anItem('web_search_call', { status: 'failed', action: { type: 'search', query: 'bells' } });
    const facts = factsOf(record);
    const [search] = ofType(facts, 'tool-call');
    expect(codex.content(record as Record<string, unknown>)[0]).toMatchObject({ callId: search?.callId });
    expect(ofType(facts, 'tool-result')).toMatchObject([{ callId: search?.callId, isError: true, answers: true }]);
  });
});

describe('results', () => {
  it('tell failure by exit code, or by how the agent words it', () => {
    const outputs: unknown[] = [
      '{"output":"one\\ntwo\\n","metadata":{"exit_code":0,"duration_seconds":0.1}}',
      '{"output":"","metadata":{"exit_code":124,"duration_seconds":1}}',
      'Exit code: 2\nWall time: 0 seconds\nOutput:\nexit\n',
      'Chunk ID: 1\nWall time: 0 seconds\nProcess exited with code 0\nOutput:\nProcess exited with code 1\n',
      'Process exited with code -1\nOutput:\n',
      'Process running with session ID 7\nOutput:\nExit code: 1\n',
      'Wall time: 0.1 seconds\naborted by user',
      'unsupported call: toll',
      'Plan updated',
      [{ type: 'input_text', text: 'Script failed\nWall time 0.2 seconds' }],
      { content: 'no', success: false },
      null,
    ];
    const results = ofType(factsOf(...outputs.map((text) => output('c', text))), 'tool-result');
    expect(results.map(({ isError, outcome }) => [isError, outcome])).toEqual([
      [false, '2 lines'],
      [true, 'exit 124'],
      [true, 'exit 2'],
      [false, '1 line'],
      [true, 'exit -1'],
      [false, '3 lines'],
      [true, 'failed'],
      [true, 'failed'],
      [false, '1 line'],
      [true, 'failed'],
      [true, 'failed'],
      [false, ''],
    ]);
  });

  it('measure what the model was given in bytes', () => {
    expect(ofType(factsOf(output('c', 'Glöckner')), 'tool-result')[0]?.outputBytes).toBe(9);
  });

  it('get exit code and failure from detail records that answer nothing', () => {
    const results = ofType(
      factsOf(
        anEvent('exec_command_end', { call_id: 'a', exit_code: 3 }),
        anEvent('exec_command_end', { call_id: 'u', exit_code: 3, source: 'user_shell' }),
        anEvent('item_completed', { item: { type: 'CommandExecution', id: 'b', exit_code: 0, status: 'completed' } }),
        anEvent('mcp_tool_call_end', { call_id: 'd', result: { Err: 'gone' } }),
        anEvent('item_completed', { item: { type: 'McpToolCall', id: 'e', status: 'failed' } }),
        anEvent('web_search_end', { call_id: 'w' }),
      ),
      'tool-result',
    );
    expect(results.every((result) => !result.answers)).toBe(true);
    expect(results.map(({ callId, isError, outcome }) => [callId, isError, outcome])).toEqual([
      ['a', true, 'exit 3'],
      ['b', false, ''],
      ['d', true, 'failed'],
      ['e', true, 'failed'],
    ]);
  });
});

describe('patches', () => {
  const patch = '*** Begin Patch\n*** Update File: a.ts\n@@\n-x\n+y\n+z\n*** End Patch';
  const patchCall = anItem('custom_tool_call', { name: 'apply_patch', input: patch, call_id: 'p' });

  it('count lines with the result, and point back to the call for the diff', () => {
    const facts = factsOf(patchCall, output('p', 'Exit code: 0\nOutput:\nSuccess.'));
    const [made] = ofType(facts, 'tool-call');
    const [answer, diff] = ofType(facts, 'tool-result');
    expect(answer).toMatchObject({ answers: true, added: 2, removed: 1 });
    expect(diff).toMatchObject({ answers: false, span: made?.span });
    expect(made).toMatchObject({ kind: 'edit', summary: 'a.ts' });
  });

  it('that failed changed nothing', () => {
    const results = ofType(factsOf(patchCall, output('p', 'apply_patch verification failed: x')), 'tool-result');
    expect(results).toHaveLength(1);
    expect(results[0]).toMatchObject({ isError: true });
    expect(results[0]?.added).toBeUndefined();
  });

  it('take counts and diff from the event that tells both', () => {
    const results = ofType(readRollout(rollouts.legacy).facts, 'tool-result').filter(
      (fact) => fact.callId === 'call_3',
    );
    expect(results.map(({ answers, added, removed }) => [answers, added, removed])).toEqual([
      [false, 3, 1],
      [true, undefined, undefined],
    ]);
  });
});
