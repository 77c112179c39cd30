import { describeRule } from '../../test/describe-rule.ts';
import type { Step } from '../../test/scene.ts';
import { storyStart } from '../../test/story.ts';

const day = 86_400;
const expires = (second: number, sessions: number, days: number): Step => ({
  second,
  tell: (attention, now) =>
    attention.tellExpiry({ agent: 'claude', sessions, firstAt: storyStart + days * day * 1000 }, now),
});

describeRule({
  rule: 'history-expiring',
  raise: [expires(0, 12, 5)],
  raisedAt: 2 * day,
  keep: [expires(2 * day + 60, 14, 5)],
  keepUntil: 2 * day + 100,
  clear: [expires(2 * day + 101, 0, 5)],
});
