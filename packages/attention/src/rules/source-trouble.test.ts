import { describeRule } from '../../test/describe-rule.ts';
import type { Step } from '../../test/scene.ts';

const place = '/home/ada/.claude';
const trouble = (second: number, text: string | undefined): Step => ({
  second,
  tell: (attention, now) =>
    attention.tellTrouble(place, text === undefined ? undefined : { place, since: now, text }, now),
});

describeRule({
  rule: 'source-trouble',
  raise: [trouble(0, 'permission denied')],
  raisedAt: 10,
  keep: [trouble(20, 'permission denied, still')],
  keepUntil: 30,
  clear: [trouble(31, undefined)],
});
