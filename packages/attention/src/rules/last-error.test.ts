import { describeRule } from '../../test/describe-rule.ts';
import { heard } from '../../test/scene.ts';
import { aStory } from '../../test/story.ts';

describeRule({
  rule: 'last-error',
  raise: heard(aStory().prompt(0).call(1, 'c1').result(2, 'c1', true).happenings),
  raisedAt: 2,
  keep: heard(aStory().call(5, 'c2').result(6, 'c2', true).happenings),
  keepUntil: 10,
  clear: heard(aStory().call(11, 'c3').result(12, 'c3').happenings),
});
