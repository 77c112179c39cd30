import { countFrom, defineRule, nothing } from './rule.ts';

/** A call has run for long. Questions and subagents take their time. */
export const longTool = defineRule({
  id: 'long-tool',
  title: 'Long call',
  severity: 'info',
  isOn: true,
  dwellMs: 0,
  cooldownMs: 0,
  settings: { runsMs: 10 * 60_000 },
  find({ watch, state }, { runsMs }, time) {
    if (state.state !== 'working' && state.state !== 'unknown' && state.state !== 'stalled') return nothing;
    const calls = watch.running.filter(({ kind }) => kind !== 'question' && kind !== 'subagent' && kind !== 'plan');
    const waiting = calls
      .filter(({ at }) => time.now < countFrom(at, time) + runsMs)
      .map(({ at }) => countFrom(at, time) + runsMs);
    const findings = calls
      .filter(({ at }) => time.now >= countFrom(at, time) + runsMs)
      .map(({ callId, name, summary, at }) => ({
        key: callId,
        since: at,
        title: 'Long call',
        details: `${name} has had no answer for ${Math.round(runsMs / 60_000)} minutes: ${summary}`,
        data: { tool: name },
      }));
    return waiting.length === 0 ? { findings } : { findings, dueAt: Math.min(...waiting) };
  },
});
