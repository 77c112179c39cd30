import { defineWorldRule, type Finding } from './rule.ts';

const dayMs = 24 * 60 * 60_000;

/** An agent will soon delete transcripts. belfry keeps what they hold; the agent can resume them only while they are there. */
export const historyExpiring = defineWorldRule({
  id: 'history-expiring',
  title: 'History expires',
  severity: 'info',
  isOn: true,
  dwellMs: 0,
  cooldownMs: dayMs,
  settings: { aheadMs: 3 * dayMs },
  find({ expiries }, { aheadMs }, { now }) {
    const dues: number[] = [];
    const findings = Object.values(expiries).flatMap(({ agent, sessions, firstAt }): Finding[] => {
      if (sessions === 0 || now >= firstAt) return [];
      dues.push(now < firstAt - aheadMs ? firstAt - aheadMs : firstAt);
      if (now < firstAt - aheadMs) return [];
      const details = `${agent} will delete ${sessions} of its sessions, the first on ${new Date(firstAt).toISOString()}.`;
      return [{ key: agent, since: firstAt - aheadMs, title: 'History expires', details, data: { sessions } }];
    });
    return dues.length === 0 ? { findings } : { findings, dueAt: Math.min(...dues) };
  },
});
