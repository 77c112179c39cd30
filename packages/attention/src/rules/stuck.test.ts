import { describeRule } from '../../test/describe-rule.ts';
import { heard } from '../../test/scene.ts';
import { aStory } from '../../test/story.ts';

describeRule({
  rule: 'stuck',
  isOfSilence: true,
  raise: heard(aStory().prompt(0).words(10, 'Let me think.').turn(11, { mark: 'ended' }).prompt(20).happenings),
  raisedAt: 320,
  keepUntil: 900,
  clear: heard(aStory().call(901, 'c1').happenings),
});
