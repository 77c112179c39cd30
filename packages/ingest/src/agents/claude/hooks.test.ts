import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { HookFact } from '@belfry/core';
import { Value } from 'typebox/value';
import { describe, expect, it } from 'vitest';
import { readClaudeHook } from './hooks.ts';

const session = '0a0a0a0a-0000-4000-8000-00000000000a';
const atMs = Date.UTC(2026, 10, 2, 9);

/** As Claude Code 2.1.330 says it. */
function aHook(event: string, fields: Record<string, unknown> = {}) {
  return {
    session_id: session,
    transcript_path: `/home/ada/.claude/projects/-home-ada-tower/${session}.jsonl`,
    cwd: '/home/ada/tower',
    prompt_id: '0b0b0b0b-0000-4000-8000-00000000000b',
    permission_mode: 'default',
    effort: { level: 'medium' },
    hook_event_name: event,
    ...fields,
  };
}

const aCall = { tool_name: 'Bash', tool_input: { command: 'make bells', description: 'x' }, tool_use_id: 'toolu_1' };
const told = { name: 'Bash', kind: 'shell', summary: 'make bells', callId: 'toolu_1' };
const bells = { question: 'Which bell?', header: 'Bell', multiSelect: true, options: [{ label: 'Great' }] };
const askedBells = { text: 'Which bell?', header: 'Bell', choices: [{ label: 'Great' }], multiple: true };

describe('hooks of Claude Code', () => {
  it.each([
    ['SessionStart', { source: 'resume' }, { kind: 'session-started', reason: 'resume' }],
    ['SessionEnd', { reason: 'logout' }, { kind: 'session-ended', reason: 'logout' }],
    ['UserPromptSubmit', { prompt: 'ring\nthem all' }, { kind: 'prompted', text: 'ring them all' }],
    ['PreToolUse', aCall, { kind: 'tool-started', tool: told }],
    ['PostToolUse', { ...aCall, tool_response: { stdout: 'x' } }, { kind: 'tool-finished', tool: told }],
    [
      'PostToolUseFailure',
      { ...aCall, error: 'Exit code 2', is_interrupt: false },
      { kind: 'tool-failed', tool: told, text: 'Exit code 2' },
    ],
    ['PostToolUseFailure', { ...aCall, is_interrupt: true }, { kind: 'tool-failed', interrupted: true }],
    [
      'PermissionRequest',
      { ...aCall, tool_use_id: undefined, permission_suggestions: [] },
      {
        kind: 'permission-asked',
        tool: { name: 'Bash', kind: 'shell', summary: 'make bells' },
        question: { kind: 'permission', questions: [{ text: 'Bash: make bells', choices: [], multiple: false }] },
      },
    ],
    [
      'PermissionDenied',
      { ...aCall, reason: 'by a rule' },
      { kind: 'permission-denied', tool: told, text: 'by a rule' },
    ],
    [
      'PermissionRequest',
      { tool_name: 'AskUserQuestion', tool_input: { questions: [bells] } },
      { kind: 'question-asked', question: { kind: 'choice', questions: [askedBells] } },
    ],
    [
      'PreToolUse',
      { tool_name: 'ExitPlanMode', tool_input: { plan: '# Ring\n\nat noon' }, tool_use_id: 'toolu_2' },
      {
        kind: 'tool-started',
        question: { kind: 'plan', questions: [{ text: '# Ring', choices: [], multiple: false }] },
      },
    ],
    ['Elicitation', { message: 'Which server?' }, { kind: 'question-asked', text: 'Which server?' }],
    ['Notification', { message: 'x', notification_type: 'permission_prompt' }, { kind: 'permission-asked', text: 'x' }],
    ['Notification', { message: 'x', notification_type: 'idle_prompt' }, { kind: 'idle-noticed' }],
    ['Notification', { message: 'x', notification_type: 'agent_needs_input' }, { kind: 'question-asked' }],
    ['Notification', { message: 'Claude needs your permission to use Bash' }, { kind: 'permission-asked' }],
    ['Notification', { message: 'Claude is waiting for your input' }, { kind: 'idle-noticed' }],
    ['Notification', { message: 'x', notification_type: 'auth_success' }, { kind: 'other' }],
    [
      'Stop',
      { last_assistant_message: 'Done.', background_tasks: [{ status: 'running' }, { status: 'completed' }] },
      { kind: 'turn-ended', text: 'Done.', background: 1 },
    ],
    [
      'Stop',
      { last_assistant_message: `${'words '.repeat(100)}\nShall I ring?`, background_tasks: [] },
      {
        background: 0,
        question: { kind: 'reply', questions: [{ text: 'Shall I ring?', choices: [], multiple: false }] },
      },
    ],
    [
      'StopFailure',
      { error: 'rate_limit', error_details: '429' },
      { kind: 'turn-failed', reason: 'rate_limit', text: '429' },
    ],
    ['PreCompact', { trigger: 'auto', custom_instructions: null }, { kind: 'compact-started', reason: 'auto' }],
    ['PostCompact', { trigger: 'manual', compact_summary: 's' }, { kind: 'compact-ended', reason: 'manual' }],
    ['FileChanged', {}, { kind: 'other' }],
  ])('%s %j', (event, fields, expected) => {
    const { fact, issue } = readClaudeHook(aHook(event, fields), atMs);
    expect(issue).toBeUndefined();
    expect(fact).toMatchObject({
      type: 'hook',
      agent: 'claude',
      session,
      at: atMs,
      event,
      cwd: '/home/ada/tower',
      permissionMode: 'default',
      ...expected,
    });
    expect(Value.Check(HookFact, fact)).toBe(true);
  });

  it('of a subagent belong to it, not to the session it works for', () => {
    const fields = { agent_id: 'a1b2', agent_type: 'general-purpose' };
    for (const event of ['SubagentStart', 'PreToolUse', 'SubagentStop']) {
      expect(readClaudeHook(aHook(event, fields), atMs).fact).toMatchObject({ session: `${session}/a1b2`, event });
    }
    expect(readClaudeHook(aHook('SubagentStop', { ...fields, agent_transcript_path: '/a' }), atMs).fact).toMatchObject({
      kind: 'subagent-ended',
      transcriptPath: '/a',
    });
  });

  it('that nobody knows yet are kept and named', () => {
    expect(readClaudeHook(aHook('BellCracked'), atMs)).toMatchObject({
      fact: { session, kind: 'other', event: 'BellCracked' },
      issue: { code: 'unknown-record', detail: 'hook BellCracked' },
    });
    expect(readClaudeHook(aHook('Notification', { notification_type: 'bell' }), atMs)).toMatchObject({
      fact: { kind: 'other' },
      issue: { detail: 'hook Notification bell' },
    });
  });

  it.each([
    [null],
    ['text'],
    [[]],
    [{}],
    [{ session_id: 7, hook_event_name: 'Stop' }],
    [{ session_id: '../../x', hook_event_name: 'Stop' }],
    [{ session_id: 'x'.repeat(500), hook_event_name: 'Stop' }],
    [{ session_id: session }],
  ])('of a wrong shape are an issue that repeats no value: %j', (payload) => {
    const { fact, issue } = readClaudeHook(payload, atMs);
    expect(fact).toBeUndefined();
    expect(issue?.code).toBe('wrong-shape');
    expect(issue?.excerpt).not.toContain('Stop');
  });

  it('with fields of wrong types say what is left', () => {
    const odd = { tool_name: 3, tool_input: 'x', tool_use_id: {}, is_interrupt: 'yes', error: [], cwd: 4 };
    const { fact } = readClaudeHook(aHook('PostToolUseFailure', odd), atMs);
    expect(fact).toMatchObject({ kind: 'tool-failed' });
    expect(fact).not.toHaveProperty('cwd');
    expect(Value.Check(HookFact, fact)).toBe(true);
  });
});

const samples = process.env.BELFRY_SAMPLES ?? join(import.meta.dirname, '../../../../../../shared/samples');
const recorded = join(samples, 'claude/gen/hooks_payloads.jsonl');

const payloads = existsSync(recorded) ? readFileSync(recorded, 'utf8').trim().split('\n') : [];

it.each(payloads)('knows the recorded payload %s', (line) => {
  const { fact, issue } = readClaudeHook(JSON.parse(line), atMs);
  expect(issue).toBeUndefined();
  expect(Value.Check(HookFact, fact)).toBe(true);
  expect(fact?.kind).not.toBe('other');
});
