import { describe, expect, it } from 'vitest';
import { describeRule } from '../../test/describe-rule.ts';
import { createScene, heard } from '../../test/scene.ts';
import { aStory } from '../../test/story.ts';

const again = (from: number, times: number) => {
  const story = aStory();
  for (let index = 0; index < times; index += 1)
    story.call(from + index, `c${from + index}`).result(from + index, `c${from + index}`);
  return heard(story.happenings);
};

describeRule({
  rule: 'loop',
  raise: [...heard(aStory().prompt(0).happenings), ...again(1, 5)],
  raisedAt: 5,
  keep: again(6, 2),
  keepUntil: 20,
  clear: heard(aStory().turn(21, { mark: 'ended' }).happenings),
});

describe('circles', () => {
  it('are edits that undo each other', () => {
    const story = aStory().prompt(0);
    for (let index = 1; index <= 4; index += 1) story.edit(index, `e${index}`, index % 2 === 0 ? [1, 3] : [3, 1]);
    const scene = createScene();
    scene.play(heard(story.happenings));
    expect(scene.log).toEqual(['4 raised loop undo']);
  });

  it('are not tests that run after each edit, nor looks at a job', () => {
    const story = aStory().prompt(0);
    for (let index = 1; index <= 9; index += 3) {
      story
        .edit(index, `e${index}`, [index, 1])
        .call(index + 1, `t${index}`)
        .result(index + 2, `t${index}`);
    }
    // Parts of one file are not one call.
    for (let index = 10; index < 16; index += 1) {
      const read = { name: 'Read', kind: 'read', summary: 'a.ts' } as const;
      story.call(index, `r${index}`, read).result(index, `r${index}`, false, index * 100);
    }
    for (let index = 20; index < 28; index += 1) {
      story.call(index, `b${index}`, { name: 'BashOutput', summary: 'b1' }).result(index, `b${index}`);
    }
    const scene = createScene();
    scene.play(heard(story.happenings));
    expect(scene.log).toEqual([]);
  });
});
