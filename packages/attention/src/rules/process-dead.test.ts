import { describeRule } from '../../test/describe-rule.ts';
import { heard } from '../../test/scene.ts';
import { aStory } from '../../test/story.ts';

describeRule({
  rule: 'process-dead',
  outlivesSession: true,
  raise: heard(aStory().process(0, 'seen').prompt(1).call(5, 'c1').process(9, 'gone').happenings),
  raisedAt: 9,
  keepUntil: 100,
  clear: heard(aStory().process(101, 'seen', { pid: 8 }).happenings),
});
