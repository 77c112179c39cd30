import { defineWorldRule, type Finding } from './rule.ts';

/** A rate-limit window is nearly used up: said once for each window, until it resets. */
export const quotaHigh = defineWorldRule({
  id: 'quota-high',
  title: 'Quota nearly used up',
  severity: 'warning',
  isOn: true,
  dwellMs: 0,
  cooldownMs: 0,
  settings: { raisePercent: 85, clearPercent: 80 },
  find({ quota }, { raisePercent, clearPercent }, { now, isStanding }) {
    const dues: number[] = [];
    const findings = Object.entries(quota).flatMap(([key, sample]): Finding[] => {
      const resetsAt = sample.resetsAt === undefined ? undefined : Date.parse(sample.resetsAt);
      // Past its reset a percentage is history.
      if (resetsAt !== undefined && resetsAt <= now) return [];
      if (sample.usedPercent < (isStanding ? clearPercent : raisePercent)) return [];
      if (resetsAt !== undefined) dues.push(resetsAt);
      const until = sample.resetsAt === undefined ? '' : ` until ${sample.resetsAt}`;
      return [
        {
          key,
          since: Date.parse(sample.at),
          title: 'Quota nearly used up',
          details: `${Math.round(sample.usedPercent)} % of ${key} is used${until}.`,
          data: {
            usedPercent: sample.usedPercent,
            ...(sample.resetsAt === undefined ? {} : { resetsAt: sample.resetsAt }),
          },
        },
      ];
    });
    return dues.length === 0 ? { findings } : { findings, dueAt: Math.min(...dues) };
  },
});
