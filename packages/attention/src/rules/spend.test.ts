import { describeRule } from '../../test/describe-rule.ts';
import type { Step } from '../../test/scene.ts';

const spent = (second: number, costMicros: number, key = '2026-01-02'): Step => ({
  second,
  tell: (attention, now) => attention.tellSpend({ period: 'day', key, at: now, costMicros }, now),
});

describeRule({
  rule: 'spend',
  settings: { settings: { dayMicros: 10_000_000 } },
  raise: [spent(0, 4_000_000), spent(60, 10_500_000)],
  raisedAt: 60,
  keep: [spent(70, 12_000_000)],
  keepUntil: 100,
  clear: [spent(101, 0, '2026-01-03')],
});
