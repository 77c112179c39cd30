import { describeRule } from '../../test/describe-rule.ts';
import { heard } from '../../test/scene.ts';
import { aStory } from '../../test/story.ts';

describeRule({
  rule: 'long-tool',
  isOfSilence: true,
  raise: heard(aStory().patch(0, { permissionMode: 'bypassPermissions' }).prompt(0).call(5, 'c1').happenings),
  raisedAt: 605,
  keepUntil: 700,
  clear: heard(aStory().result(701, 'c1').happenings),
});
