import { HookFact } from '@belfry/core';
import { Value } from 'typebox/value';
import { expect, it } from 'vitest';
import { readCodexHook } from './hooks.ts';

const thread = '019fbcc4-2900-7000-8000-000000000001';
const atMs = Date.UTC(2026, 10, 2, 9);

/** As Codex 0.169 says it. */
function aHook(event: string, fields: Record<string, unknown> = {}) {
  return {
    session_id: thread,
    turn_id: '019fbcc4-2900-7000-8000-000000000002',
    transcript_path: null,
    cwd: '/home/ada/tower',
    hook_event_name: event,
    model: 'gpt-5-codex',
    permission_mode: 'default',
    ...fields,
  };
}

const aCall = { tool_name: 'Bash', tool_input: { command: 'make bells' }, tool_use_id: 'call_1' };
const told = { name: 'Bash', kind: 'shell', summary: 'make bells', callId: 'call_1' };

it.each([
  ['SessionStart', { source: 'startup' }, { kind: 'session-started', reason: 'startup' }],
  ['SessionEnd', { reason: 'other' }, { kind: 'session-ended', reason: 'other' }],
  ['UserPromptSubmit', { prompt: 'ring' }, { kind: 'prompted', text: 'ring' }],
  ['PreToolUse', aCall, { kind: 'tool-started', tool: told }],
  ['PostToolUse', { ...aCall, tool_response: 'x' }, { kind: 'tool-finished', tool: told }],
  [
    'PermissionRequest',
    { tool_name: 'Bash', tool_input: { command: 'make bells', description: 'May I ring?' } },
    { kind: 'permission-asked', question: { kind: 'permission', questions: [{ text: 'May I ring?' }] } },
  ],
  [
    'PermissionRequest',
    { tool_name: 'apply_patch', tool_input: { command: '*** Begin Patch\n*** Add File: a\n+b\n*** End Patch' } },
    { kind: 'permission-asked', tool: { kind: 'edit' } },
  ],
  ['Stop', { stop_hook_active: false, last_assistant_message: 'Rung.' }, { kind: 'turn-ended', text: 'Rung.' }],
  ['Stop', { last_assistant_message: null }, { kind: 'turn-ended' }],
  ['Interrupt', {}, { kind: 'turn-failed', interrupted: true }],
  ['PreCompact', { trigger: 'auto' }, { kind: 'compact-started', reason: 'auto' }],
  ['PostCompact', { trigger: 'auto' }, { kind: 'compact-ended' }],
])('hook %s %j', (event, fields, expected) => {
  const { fact, issue } = readCodexHook(aHook(event, fields), atMs);
  expect(issue).toBeUndefined();
  expect(fact).toMatchObject({ agent: 'codex', session: thread, at: atMs, event, ...expected });
  expect(Value.Check(HookFact, fact)).toBe(true);
});

it('hooks of a subagent belong to its own thread', () => {
  const fields = { agent_id: 'child-1', agent_type: 'worker', agent_transcript_path: '/r' };
  expect(readCodexHook(aHook('SubagentStop', fields), atMs).fact).toMatchObject({
    session: 'child-1',
    kind: 'subagent-ended',
    transcriptPath: '/r',
  });
});

it('notify says that a turn has ended', () => {
  const payload = {
    type: 'agent-turn-complete',
    'thread-id': thread,
    'turn-id': '1',
    cwd: '/home/ada/tower',
    'input-messages': ['ring'],
    'last-assistant-message': 'Once more?',
  };
  expect(readCodexHook(payload, atMs)).toMatchObject({
    fact: { session: thread, kind: 'turn-ended', event: 'agent-turn-complete', question: { kind: 'reply' } },
  });
  expect(readCodexHook({ ...payload, type: 'approval-requested' }, atMs)).toMatchObject({
    fact: { kind: 'other' },
    issue: { code: 'unknown-record', detail: 'notify approval-requested' },
  });
});

it('what nobody knows yet is kept and named', () => {
  expect(readCodexHook(aHook('PreModelRequest'), atMs)).toMatchObject({
    fact: { session: thread, kind: 'other' },
    issue: { code: 'unknown-record', detail: 'hook PreModelRequest' },
  });
});

it.each([[null], [[]], [{}], [{ type: 'agent-turn-complete' }], [{ session_id: thread }]])(
  '%j is an issue',
  (payload) => {
    expect(readCodexHook(payload, atMs)).toMatchObject({ issue: { code: 'wrong-shape' } });
  },
);
