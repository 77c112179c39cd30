import { defineRule, nothing } from './rule.ts';

/** The latest call failed. Agents fail and go on: it is shown, and rings nowhere. */
export const lastError = defineRule({
  id: 'last-error',
  title: 'Last call failed',
  severity: 'info',
  isOn: true,
  isSilent: true,
  dwellMs: 0,
  cooldownMs: 0,
  settings: {},
  find({ watch }) {
    const last = watch.done.at(-1);
    if (last?.isError !== true) return nothing;
    const details = `${last.name} failed: ${last.summary}`;
    return { findings: [{ since: last.at, title: 'Last call failed', details, data: { tool: last.name } }] };
  },
});
