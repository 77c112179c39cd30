import { describe, expect, it } from 'vitest';
import { aMessage, anEvent, anItem, ofType, readRollout, somePath } from './test-rollouts.ts';

const turnsOf = (...records: object[]) =>
  ofType(readRollout(somePath, records).facts, 'turn').map(({ mark, turn, failure, asks }) => ({
    mark,
    ...(turn === undefined ? {} : { turn }),
    ...(failure === undefined ? {} : { failure }),
    ...(asks === undefined ? {} : { asks: [asks.kind, asks.questions[0]?.text] }),
  }));

describe('turns', () => {
  it('begin and end where the agent says so', () => {
    const started = anEvent('task_started', { turn_id: 't1' });
    const done = anEvent('task_complete', { turn_id: 't1', last_agent_message: 'Done.' });
    expect(turnsOf(started, done)).toEqual([
      { mark: 'started', turn: 't1' },
      { mark: 'ended', turn: 't1' },
    ]);
  });

  it('that end with a question say which', () => {
    expect(turnsOf(anEvent('task_complete', { last_agent_message: 'Which port?' }))).toEqual([
      { mark: 'ended', asks: ['reply', 'Which port?'] },
    ]);
  });

  it('are interrupted by their user', () => {
    expect(turnsOf(anEvent('turn_aborted', { reason: 'interrupted' }))).toEqual([{ mark: 'interrupted' }]);
  });

  it('fail for want of quota, or for another reason', () => {
    const limit = "You've hit your usage limit. Try again at 3 PM.";
    expect(turnsOf(anEvent('error', { message: limit }))).toEqual([
      { mark: 'failed', failure: { kind: 'rate-limit', text: limit } },
    ]);
    expect(turnsOf(anEvent('task_complete', { error: { message: 'stream closed' } }))).toEqual([
      { mark: 'failed', failure: { kind: 'api', text: 'stream closed' } },
    ]);
  });

  it('ask for a decision on the plan they end with', () => {
    const plan = { mark: 'asks', asks: ['plan', '# Add it'] };
    expect(turnsOf(anEvent('item_completed', { item: { type: 'Plan', text: '# Add it\n\nsoon' } }))).toEqual([plan]);
    expect(turnsOf(aMessage('assistant', '<proposed_plan>\n# Add it\n</proposed_plan>'))).toEqual([plan]);
  });
});

describe('a call that asks its user', () => {
  it('carries questions and choices', () => {
    const questions = [{ header: 'Port', question: 'Which port?', options: [{ label: '80' }, { label: '8080' }] }];
    const call = anItem('function_call', {
      name: 'request_user_input',
      arguments: JSON.stringify({ questions }),
      call_id: 'c1',
    });
    expect(ofType(readRollout(somePath, [call]).facts, 'tool-call')[0]?.asks).toEqual({
      kind: 'choice',
      questions: [
        { text: 'Which port?', header: 'Port', choices: [{ label: '80' }, { label: '8080' }], multiple: false },
      ],
    });
  });
});
