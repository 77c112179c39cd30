import { describe, expect, it } from 'vitest';
import { aCall, aRecord, aReply, aUser, factsOf, read, session } from './test-records.ts';

const turnsOf = (...records: Parameters<typeof read>[0]) =>
  factsOf(read(records), 'turn').map(({ mark, failure, asks }) => ({
    mark,
    ...(failure === undefined ? {} : { failure }),
    ...(asks === undefined ? {} : { asks }),
  }));

describe('turns', () => {
  it('end with the last words of a reply, not with the thinking before them', () => {
    const thinking = aReply('m1', { type: 'thinking', thinking: '' }, {}, { stop_reason: 'end_turn' });
    const words = aReply('m1', 'All tests pass.', {}, { stop_reason: 'end_turn' });
    expect(turnsOf(thinking)).toEqual([]);
    expect(turnsOf(thinking, words)).toEqual([{ mark: 'ended' }]);
  });

  it('go on when the model stopped for a tool, or has not said why', () => {
    expect(turnsOf(aReply('m1', 'I look.', {}, { stop_reason: 'tool_use' }), aReply('m2', 'And?'))).toEqual([]);
  });

  it('end where the agent measures them', () => {
    expect(turnsOf(aRecord({ type: 'system', subtype: 'turn_duration', durationMs: 1 }))).toEqual([{ mark: 'ended' }]);
    const hooked = { type: 'system', subtype: 'stop_hook_summary' };
    expect(turnsOf(aRecord({ ...hooked, hookErrors: [] }))).toEqual([{ mark: 'ended' }]);
    expect(turnsOf(aRecord({ ...hooked, hookErrors: ['tests fail'] }))).toEqual([]);
  });

  it('that end with a question say which', () => {
    expect(turnsOf(aReply('m1', 'Done. Commit it?', {}, { stop_reason: 'end_turn' }))).toEqual([
      {
        mark: 'ended',
        asks: { kind: 'reply', questions: [{ text: 'Done. Commit it?', choices: [], multiple: false }] },
      },
    ]);
  });

  it('are interrupted by their user', () => {
    expect(turnsOf(aUser([{ type: 'text', text: '[Request interrupted by user for tool use]' }]))).toEqual([
      { mark: 'interrupted' },
    ]);
  });

  it('of a background agent end with the notification of it, already in the queue', () => {
    const content = '<task-notification>\n<task-id>a1b2c3d</task-id>\n<status>completed</status>\n</task-notification>';
    const facts = factsOf(read([{ type: 'queue-operation', operation: 'enqueue', content }, aUser(content)]), 'turn');
    expect(facts).toMatchObject([
      { mark: 'ended', session: `${session}/a1b2c3d` },
      { mark: 'ended', session: `${session}/a1b2c3d` },
    ]);
  });

  it.each([
    ['API Error: 529 Overloaded', undefined, 'api'],
    ['API Error: Request rejected (429)', 'rate_limit', 'rate-limit'],
    ["You've hit your session limit · resets 3am", undefined, 'rate-limit'],
  ])('fail with %j', (text, error, kind) => {
    const reply = aReply('m1', text, { isApiErrorMessage: true, error }, { model: '<synthetic>' });
    expect(turnsOf(reply)).toEqual([{ mark: 'failed', failure: { kind, text } }]);
  });

  it('of the session a fork copied are not its own', () => {
    const copied = aReply('m1', 'Done.', { forkedFrom: { sessionId: 'other' } }, { stop_reason: 'end_turn' });
    expect(turnsOf(copied)).toEqual([]);
  });
});

describe('calls that ask their user', () => {
  const asksOf = (name: string, input: object) =>
    factsOf(read([aReply('m1', aCall('c1', name, { ...input }))]), 'tool-call')[0]?.asks;

  it('carry questions and choices', () => {
    const questions = [{ question: 'Which?', header: 'Way', options: [{ label: 'A' }], multiSelect: false }];
    expect(asksOf('AskUserQuestion', { questions })).toEqual({
      kind: 'choice',
      questions: [{ text: 'Which?', header: 'Way', choices: [{ label: 'A' }], multiple: false }],
    });
  });

  it('carry the head of a plan', () => {
    expect(asksOf('ExitPlanMode', { plan: '# Move it\n\n1. copy' })).toMatchObject({
      kind: 'plan',
      questions: [{ text: '# Move it' }],
    });
    expect(asksOf('Bash', { command: 'ls' })).toBeUndefined();
  });
});
