import { defineRule, nothing } from './rule.ts';

/** The context window is nearly full. */
export const contextImminent = defineRule({
  id: 'context-imminent',
  title: 'Context nearly full',
  severity: 'warning',
  isOn: true,
  dwellMs: 0,
  cooldownMs: 60_000,
  settings: { raisePercent: 90, clearPercent: 85 },
  find({ watch: { context, lastWorkAt } }, { raisePercent, clearPercent }, { now, isStanding }) {
    if (context === undefined || context.window <= 0) return nothing;
    const percent = (context.tokens * 100) / context.window;
    if (percent < (isStanding ? clearPercent : raisePercent)) return nothing;
    const details = `${Math.round(percent)} % of its context window is taken.`;
    const data = { usedPercent: Math.round(percent) };
    return { findings: [{ since: lastWorkAt ?? now, title: 'Context nearly full', details, data }] };
  },
});
