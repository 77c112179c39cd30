import { describeRule } from '../../test/describe-rule.ts';
import { heard } from '../../test/scene.ts';
import { aStory } from '../../test/story.ts';

const failure = { kind: 'rate-limit' as const, text: 'You have hit your limit.' };

describeRule({
  rule: 'rate-limited',
  raise: heard(aStory().prompt(0).turn(3, { mark: 'failed', failure }).happenings),
  raisedAt: 3,
  keepUntil: 3600,
  clear: heard(aStory().prompt(3601).happenings),
});
