import { describeRule } from '../../test/describe-rule.ts';
import { heard, type Step } from '../../test/scene.ts';
import { aStory } from '../../test/story.ts';

const filled = (second: number, contextPercent: number): Step => ({
  second,
  tell: (attention, now) =>
    attention.tell({ type: 'status-line', agent: 'claude', session: 's1', at: now, contextPercent }, now),
});

describeRule({
  rule: 'context-imminent',
  raise: [...heard(aStory().prompt(0).happenings), filled(5, 70), filled(10, 92)],
  raisedAt: 10,
  keep: [filled(12, 88)],
  keepUntil: 20,
  clear: [filled(21, 50)],
});
