import { describeRule } from '../../test/describe-rule.ts';
import { heard } from '../../test/scene.ts';
import { aStory } from '../../test/story.ts';

const calls = (from: number, count: number, isError: (index: number) => boolean) => {
  const story = aStory();
  for (let index = 0; index < count; index += 1) {
    const id = `c${from + index}`;
    story.call(from + index, id, { summary: id }).result(from + index, id, isError(index));
  }
  return heard(story.happenings);
};

describeRule({
  rule: 'error-burst',
  raise: [...heard(aStory().prompt(0).happenings), ...calls(1, 20, (index) => index >= 16)],
  raisedAt: 20,
  keep: calls(21, 3, () => false),
  keepUntil: 30,
  clear: calls(31, 16, () => false),
});
