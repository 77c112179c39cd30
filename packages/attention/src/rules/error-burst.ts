import { defineRule, nothing } from './rule.ts';

/** Many of the latest calls failed; it stands until less than half as many do. */
export const errorBurst = defineRule({
  id: 'error-burst',
  title: 'Many calls fail',
  severity: 'warning',
  isOn: true,
  dwellMs: 0,
  cooldownMs: 60_000,
  settings: { windowCalls: 20, raisePercent: 20 },
  find({ watch }, { windowCalls, raisePercent }, { isStanding }) {
    const calls = watch.done.slice(-windowCalls);
    const errors = calls.filter(({ isError }) => isError);
    const [first] = errors;
    if (first === undefined || calls.length < windowCalls) return nothing;
    const percent = (errors.length * 100) / calls.length;
    if (percent < (isStanding ? raisePercent / 2 : raisePercent)) return nothing;
    const details = `${errors.length} of the last ${calls.length} calls failed.`;
    const data = { errors: errors.length, calls: calls.length };
    return { findings: [{ since: first.at, title: 'Many calls fail', details, data }] };
  },
});
