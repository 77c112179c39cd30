import { describe, expect, it } from 'vitest';
import { describeRule } from '../../test/describe-rule.ts';
import { createScene, type Step } from '../../test/scene.ts';
import { storyStart } from '../../test/story.ts';

const used = (second: number, usedPercent: number, limit = 'five_hour'): Step => ({
  second,
  tell: (attention, now) =>
    attention.tellQuota(
      {
        agent: 'claude',
        limit,
        usedPercent,
        at: new Date(now).toISOString(),
        resetsAt: new Date(storyStart + 7_200_000).toISOString(),
      },
      now,
    ),
});

describeRule({
  rule: 'quota-high',
  raise: [used(0, 60), used(60, 86)],
  raisedAt: 60,
  keep: [used(70, 83)],
  keepUntil: 100,
  clear: [used(101, 20)],
});

describe('a window', () => {
  it('is told once for itself, and clears when it resets though nobody says so', () => {
    const scene = createScene();
    scene.play([used(0, 90), used(1, 90, 'seven_day')]);
    scene.passTo(10_000);
    expect(scene.log).toEqual([
      '0 raised quota-high claude five_hour',
      '1 raised quota-high claude seven_day',
      '7200 cleared quota-high claude five_hour (resolved)',
      '7200 cleared quota-high claude seven_day (resolved)',
    ]);
  });

  it('is not known by a sample older than the last', () => {
    const scene = createScene();
    scene.play([used(100, 20)]);
    const old = { agent: 'claude', limit: 'five_hour', usedPercent: 99, at: new Date(storyStart).toISOString() };
    scene.do((attention, now) => attention.tellQuota(old, now));
    expect(scene.log).toEqual([]);
  });
});
