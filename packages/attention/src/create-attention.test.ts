import { describe, expect, it } from 'vitest';
import { createScene, heard } from '../test/scene.ts';
import { aStory, storyStart } from '../test/story.ts';
import { createAttention } from './create-attention.ts';

const tool = { name: 'Bash', kind: 'shell', summary: 'npm publish', callId: 'c1' } as const;
const asked = heard(aStory().hook(0, 'prompted').hook(5, 'permission-asked', { tool }).happenings);
const answered = (second: number) => heard(aStory().hook(second, 'tool-finished', { tool }).happenings);

describe('an alert', () => {
  const raised = () => {
    const scene = createScene();
    scene.play(asked);
    const [alert] = scene.attention.alerts();
    if (alert === undefined) throw new Error('Nothing was raised');
    return { scene, alert };
  };

  it('that was acknowledged stands, and rings no more, also in the next process', () => {
    const { scene, alert } = raised();
    scene.do((attention, now) => attention.acknowledge(alert.id, now));
    const next = scene.restart();
    next.passTo(10_000);
    expect(next.attention.alerts()).toMatchObject([{ id: alert.id, rings: false, acknowledgedAt: expect.any(String) }]);
    expect(next.log).toEqual(['5 raised needs-permission', '5 updated needs-permission']);
  });

  it('that was snoozed rings again in time, also when the process ended in between', () => {
    const { scene, alert } = raised();
    scene.do((attention, now) => attention.snooze(alert.id, now + 600_000, now));
    const next = scene.restart();
    next.passTo(604);
    expect(next.attention.alerts()[0]?.rings).toBe(false);
    next.passTo(606);
    expect(next.attention.alerts()[0]?.rings).toBe(true);
    expect(next.log.at(-1)).toBe('605 updated needs-permission');
  });

  it('whose condition went in the night between two processes is cleared by what is read then', () => {
    const { scene } = raised();
    const next = scene.restart();
    next.play(answered(20));
    expect(next.attention.alerts()).toEqual([]);
  });

  it('stands beside others on one session', () => {
    const { scene } = raised();
    const percent = { type: 'status-line', agent: 'claude', session: 's1', contextPercent: 95 } as const;
    scene.do((attention, now) => attention.tell({ ...percent, at: now }, now));
    expect(scene.attention.alerts().map(({ rule }) => rule)).toEqual(['needs-permission', 'context-imminent']);
  });

  it('of a rule that is switched off is cleared for that reason', () => {
    const { scene } = raised();
    scene.do((attention, now) => attention.configure({ rules: { 'needs-permission': { isOn: false } } }, now));
    expect(scene.log.at(-1)).toBe('5 cleared needs-permission (disabled)');
  });

  it('of a session that was pruned is gone', () => {
    const { scene } = raised();
    scene.attention.forget('claude:s1');
    expect([scene.attention.alerts(), scene.attention.states()]).toEqual([[], []]);
  });

  it('nobody knows is neither acknowledged nor snoozed', () => {
    const { scene } = raised();
    scene.do((attention, now) => [...attention.acknowledge('no', now), ...attention.snooze('no', now + 1, now)]);
    expect(scene.log).toHaveLength(1);
  });
});

describe('flapping', () => {
  it('is held down by the time a rule rests after it cleared', () => {
    const scene = createScene();
    const fill = (second: number, contextPercent: number) => ({
      second,
      tell: (attention: ReturnType<typeof createAttention>, now: number) =>
        attention.tell({ type: 'status-line', agent: 'claude', session: 's1', at: now, contextPercent }, now),
    });
    scene.play([fill(0, 95), fill(5, 50), fill(6, 95), fill(7, 50), fill(8, 95)]);
    scene.passTo(300);
    expect(scene.log.filter((line) => !line.includes('updated'))).toEqual([
      '0 raised context-imminent',
      '5 cleared context-imminent (resolved)',
      '65 raised context-imminent',
    ]);
  });
});

describe('work', () => {
  it('is done for sessions that are spoken of, not for those that are known', () => {
    const now = storyStart;
    const crowd = createAttention({ now });
    const few = createAttention({ now });
    const begin = (attention: typeof crowd, count: number) => {
      for (let index = 0; index < count; index += 1) {
        for (const { at, ...happening } of aStory(`s${index}`).prompt(0).turn(1, { mark: 'ended' }).happenings) {
          if ('facts' in happening) attention.tellFacts('claude', happening.facts, at);
        }
      }
      return attention.work();
    };
    const before = [begin(crowd, 10_000), begin(few, 50)] as const;
    const live = (attention: typeof crowd) => {
      for (let second = 10; second < 20; second += 1) {
        for (let index = 0; index < 50; index += 1) {
          const [call] = aStory(`s${index}`).call(second, `c${second}`).happenings;
          if (call !== undefined && 'facts' in call) attention.tellFacts('claude', call.facts, call.at);
        }
        const due = attention.nextDue();
        if (due !== undefined && due <= now + second * 1000) attention.advance(due);
      }
      attention.advance(now + 3_600_000);
      return attention.work();
    };
    const after = [live(crowd), live(few)] as const;
    expect(after[0].judgements - before[0].judgements).toBe(after[1].judgements - before[1].judgements);
    expect(after[0].ruleRuns - before[0].ruleRuns).toBe(after[1].ruleRuns - before[1].ruleRuns);
  });

  it('is none at all when nothing goes on', () => {
    const scene = createScene();
    scene.play(heard(aStory().prompt(0).turn(5, { mark: 'ended' }).happenings));
    scene.passTo(6);
    expect(scene.attention.nextDue()).toBeUndefined();
  });
});
