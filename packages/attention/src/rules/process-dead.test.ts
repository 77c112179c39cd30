import { describe, expect, it } from 'vitest';
import { describeRule } from '../../test/describe-rule.ts';
import { createScene, heard } from '../../test/scene.ts';
import { aStory } from '../../test/story.ts';

describeRule({
  rule: 'process-dead',
  outlivesSession: true,
  raise: heard(aStory().process(0, 'seen').prompt(1).call(5, 'c1').process(9, 'gone').happenings),
  raisedAt: 9,
  keepUntil: 100,
  clear: heard(aStory().process(101, 'seen', { pid: 8 }).happenings),
});

describe('a process that is gone', () => {
  const dead = (story: ReturnType<typeof aStory>) => {
    const scene = createScene();
    scene.play(heard(story.process(9, 'gone').happenings));
    return scene.attention.alerts().map(({ rule, severity }) => [rule, severity]);
  };

  it('is urgent when its hooks were heard, for they tell of who leaves', () => {
    expect(dead(aStory().process(0, 'seen').hook(1, 'prompted'))).toEqual([['process-dead', 'urgent']]);
    expect(dead(aStory().process(0, 'seen').prompt(1))).toEqual([['process-dead', 'warning']]);
  });

  it('between turns is none of our business', () => {
    expect(dead(aStory().process(0, 'seen').hook(1, 'prompted').hook(5, 'turn-ended'))).toEqual([]);
  });
});
