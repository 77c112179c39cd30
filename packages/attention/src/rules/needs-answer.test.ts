import { describeRule } from '../../test/describe-rule.ts';
import { heard } from '../../test/scene.ts';
import { aStory } from '../../test/story.ts';

const asks = {
  kind: 'choice' as const,
  questions: [{ text: 'Which port?', choices: [{ label: '80' }], multiple: false }],
};

describeRule({
  rule: 'needs-answer',
  raise: heard(aStory().prompt(0).call(4, 'c1', { name: 'AskUserQuestion', kind: 'question', asks }).happenings),
  raisedAt: 4,
  keepUntil: 1000,
  clear: heard(aStory().result(1001, 'c1').happenings),
});
