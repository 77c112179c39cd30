import { describeRule } from '../../test/describe-rule.ts';
import { heard } from '../../test/scene.ts';
import { aStory } from '../../test/story.ts';

describeRule({
  rule: 'turn-done',
  settings: { isOn: true },
  raise: heard(aStory().prompt(0).turn(10, { mark: 'ended' }).happenings),
  raisedAt: 15,
  keepUntil: 600,
  clear: heard(aStory().prompt(601).happenings),
});
