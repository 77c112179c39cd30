import { describeRule } from '../../test/describe-rule.ts';
import { heard } from '../../test/scene.ts';
import { aStory } from '../../test/story.ts';

const error = { variant: 'error' as const, role: 'system' as const, preview: '529 Overloaded' };

describeRule({
  rule: 'api-errors',
  raise: heard(aStory().prompt(0).message(3, error).message(5, error).message(9, error).happenings),
  raisedAt: 9,
  keep: heard(aStory().message(12, error).happenings),
  keepUntil: 60,
  clear: heard(aStory().turn(61, { mark: 'ended' }).happenings),
});
