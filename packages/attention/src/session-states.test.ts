import type { Fact } from '@belfry/core';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { aStory, storyStart } from '../test/story.ts';
import { createSessionStates, type SavedSession, type SessionStates } from './session-states.ts';

const toMs = (second: number) => storyStart + second * 1000;
const begin = () => createSessionStates({ now: toMs(0) });

function tell(states: SessionStates, { happenings }: ReturnType<typeof aStory>): void {
  for (const happening of happenings) {
    if ('facts' in happening) states.tellFacts(happening.agent, happening.facts, happening.at);
    else states.tell(happening.side, happening.at);
  }
}

const stateOf = (states: SessionStates, second: number, session = 's1') =>
  states.get(`claude:${session}`, toMs(second))?.state;

/** Time goes by, and somebody listens. */
function pass(states: SessionStates, until: number): void {
  for (let due = states.nextDue(); due !== undefined && due <= toMs(until); due = states.nextDue()) states.advance(due);
}

function restart(states: SessionStates, second: number): SessionStates {
  const saved = JSON.parse(JSON.stringify(states.takeChanged())) as SavedSession[];
  return createSessionStates({ now: toMs(second), saved });
}

describe('what is too late', () => {
  it('takes back no question: the first record of a turn, read after a hook that asked', () => {
    const states = begin();
    const tool = { name: 'Bash', kind: 'shell', summary: 'npm publish' } as const;
    tell(states, aStory().hook(0, 'prompted').hook(3, 'permission-asked', { tool }));
    tell(states, aStory().prompt(1).call(2, 'c1'));
    expect(stateOf(states, 4)).toBe('needs-permission');
    tell(states, aStory().result(9, 'c1'));
    expect(stateOf(states, 9)).toBe('working');
  });

  it('changes nothing: a record of a turn that a hook has ended', () => {
    const states = begin();
    tell(states, aStory().hook(0, 'prompted').hook(10, 'turn-ended').call(5, 'c1').words(9, 'Done.'));
    expect(stateOf(states, 11)).toBe('idle');
  });

  it('changes nothing: a past that is read again', () => {
    const states = begin();
    const past = aStory().prompt(0).call(2, 'c1').result(3, 'c1').turn(5, { mark: 'ended' });
    tell(states, past);
    tell(states, aStory().prompt(10));
    tell(states, past);
    expect(states.get('claude:s1', toMs(11))).toMatchObject({
      state: 'working',
      turnSince: new Date(toMs(10)).toISOString(),
    });
  });

  it('still tells what the turn ended with', () => {
    const states = begin();
    const asks = { kind: 'reply' as const, questions: [{ text: 'Commit it?', choices: [], multiple: false }] };
    tell(
      states,
      aStory()
        .prompt(0)
        .hook(10, 'turn-ended')
        .turn(10, { mark: 'ended', asks: { ...asks, questions: [...asks.questions] } }),
    );
    expect(states.get('claude:s1', toMs(11))).toMatchObject({ state: 'needs-answer', certainty: 'likely' });
  });
});

describe('a restart', () => {
  it('forgets nothing: open questions, processes, subagents', () => {
    const states = begin();
    tell(states, aStory('s1').process(0, 'seen').prompt(1).call(2, 't1', { kind: 'subagent' }).link(3, 't1', 's1/a1'));
    tell(states, aStory('s1/a1').prompt(3));
    tell(states, aStory('s2').hook(5, 'question-asked', { text: 'Which port?' }));
    const next = restart(states, 20);
    next.advance(toMs(20));
    expect([stateOf(next, 20, 's1'), stateOf(next, 20, 's1/a1'), stateOf(next, 20, 's2')]).toEqual([
      'working',
      'working',
      'needs-answer',
    ]);
    expect(next.get('claude:s1', toMs(20))?.subagents.working).toBe(1);
    tell(next, aStory('s1').process(30, 'gone'));
    expect([stateOf(next, 31, 's1'), stateOf(next, 31, 's1/a1')]).toEqual(['ended', 'ended']);
  });

  it('does not take its own absence for silence, nor end one that was told of', () => {
    const working = begin();
    tell(working, aStory().prompt(0));
    const after = restart(working, 3600);
    expect(stateOf(after, 3601)).toBe('working');
    expect(stateOf(after, 3600 + 301)).toBe('stalled');
    const stalled = begin();
    tell(stalled, aStory().prompt(0));
    pass(stalled, 400);
    expect(stateOf(restart(stalled, 500), 501)).toBe('stalled');
  });
});

describe('a clock', () => {
  it('that went on while the machine slept is no silence', () => {
    const states = begin();
    tell(states, aStory().prompt(0));
    states.advance(toMs(8 * 3600));
    expect(stateOf(states, 8 * 3600)).toBe('working');
    expect(states.nextDue()).toBeLessThanOrEqual(toMs(8 * 3600 + 300));
  });

  it('that was set back does not bring time to a stand', () => {
    const states = begin();
    tell(states, aStory().prompt(7200));
    states.advance(toMs(3600));
    expect(stateOf(states, 3600)).toBe('working');
    tell(states, aStory().hook(3700, 'turn-ended'));
    expect(['working', 'idle']).toContain(stateOf(states, 3701));
  });
});

describe('hooks', () => {
  it('tell a limit from another failure', () => {
    const states = begin();
    tell(states, aStory().hook(0, 'prompted').hook(5, 'turn-failed', { reason: 'rate_limit', text: 'No more today.' }));
    expect(states.get('claude:s1', toMs(6))).toMatchObject({
      state: 'failed',
      failure: { kind: 'rate-limit', text: 'No more today.' },
    });
  });

  it('of a wake-up are work, but no word of a person', () => {
    const states = begin();
    tell(states, aStory().hook(0, 'prompted').hook(5, 'turn-ended').hook(60, 'prompted', { reason: 'loop_wakeup' }));
    expect(states.get('claude:s1', toMs(61))).toMatchObject({
      state: 'working',
      humanAt: new Date(toMs(0)).toISOString(),
    });
  });

  it('of a tool that ran in the background begin no turn', () => {
    const states = begin();
    tell(states, aStory().hook(0, 'prompted').hook(5, 'turn-ended').hook(9, 'tool-finished'));
    expect(stateOf(states, 10)).toBe('idle');
  });

  it('end a subagent, and with it the work of its parent', () => {
    const states = begin();
    tell(states, aStory('s1').hook(0, 'prompted'));
    tell(states, aStory('s1/a1').hook(2, 'subagent-started'));
    tell(states, aStory('s1').hook(3, 'turn-ended'));
    expect(stateOf(states, 4)).toBe('working');
    tell(states, aStory('s1/a1').hook(9, 'subagent-ended'));
    expect([stateOf(states, 10), stateOf(states, 10, 's1/a1')]).toEqual(['idle', 'ended']);
  });
});

describe('families', () => {
  it('in which two sessions spawned each other end nowhere', () => {
    const states = begin();
    const link = (session: string, child: string): Fact => ({
      type: 'link',
      session,
      span: { offset: 0, length: 1 },
      callId: 'c',
      child,
    });
    states.tellFacts('claude', [link('a', 'b'), link('b', 'a'), link('a', 'a')], toMs(1));
    tell(states, aStory('b').process(2, 'seen'));
    expect(states.list()).toHaveLength(2);
  });
});

describe('whatever is heard, in whatever order', () => {
  const second = fc.nat(40);
  const callId = fc.constantFrom('c1', 'c2');
  const step = fc.oneof(
    second.map((at) => aStory().prompt(at)),
    second.map((at) => aStory().words(at, 'Hm.')),
    fc.tuple(second, callId).map(([at, id]) => aStory().call(at, id)),
    fc.tuple(second, callId).map(([at, id]) => aStory().result(at, id)),
    second.map((at) => aStory().turn(at, { mark: 'ended' })),
    second.map((at) => aStory().turn(at, { mark: 'interrupted' })),
    second.map((at) => aStory().hook(at, 'permission-asked', { tool: { name: 'Bash', kind: 'shell', summary: 'x' } })),
    second.map((at) => aStory().hook(at, 'session-ended')),
    second.map((at) => aStory().process(at, 'gone')),
    second.map((at) => aStory().process(at, 'seen')),
    second.map((at) => aStory().pane(at, 'prompt')),
  );

  it('a prompt after all of it is work, and its end is rest', () => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 12 }), (steps) => {
        const states = begin();
        for (const { happenings } of steps) {
          for (const happening of happenings) {
            if ('facts' in happening) states.tellFacts('claude', happening.facts, toMs(41));
            else states.tell(happening.side, toMs(41));
          }
        }
        tell(states, aStory().prompt(50));
        expect(stateOf(states, 50)).toBe('working');
        tell(states, aStory().turn(60, { mark: 'ended' }));
        expect(stateOf(states, 60)).toBe('idle');
      }),
      { numRuns: 60 },
    );
  });

  it('is remembered as plain JSON, and judged the same from it', () => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 12 }), (steps) => {
        const states = begin();
        for (const story of steps) tell(states, story);
        // One that has listened for as long: silence is not what is remembered.
        const next = restart(states, 0);
        expect(next.get('claude:s1', toMs(42))?.state).toBe(states.get('claude:s1', toMs(42))?.state);
      }),
      { numRuns: 60 },
    );
  });
});

it('tells each change once, with what was before', () => {
  const states = begin();
  const told = aStory()
    .prompt(0)
    .call(1, 'c1')
    .turn(5, { mark: 'ended' })
    .turn(5, { mark: 'ended' })
    .happenings.flatMap((happening) =>
      'facts' in happening ? states.tellFacts('claude', happening.facts, happening.at) : [],
    );
  expect(told.map(({ state, previous }) => [previous?.state, state.state])).toEqual([
    [undefined, 'working'],
    ['working', 'idle'],
  ]);
});
