import { countFrom, defineRule, nothing } from './rule.ts';
import { uncheckedSince } from './unchecked-since.ts';

/** An agent that asks nobody works on unsaved changes, nobody has looked at it for long, and there is no way back. */
export const unattendedBypass = defineRule({
  id: 'unattended-bypass',
  title: 'Unattended without a net',
  severity: 'urgent',
  isOn: true,
  dwellMs: 0,
  cooldownMs: 60_000,
  settings: { unattendedMs: 30 * 60_000, uncheckedMs: 30 * 60_000 },
  find({ watch, state }, { unattendedMs, uncheckedMs }, time) {
    const unchecked = uncheckedSince(watch);
    const isAtWork = state.state === 'working' || state.state === 'unknown' || state.state === 'stalled';
    if (unchecked === undefined || watch.workTree?.isDirty !== true || !isAtWork) return nothing;
    const spokenAt = countFrom(watch.humanAt ?? unchecked, time);
    const from = Math.max(unchecked + uncheckedMs, spokenAt + unattendedMs);
    if (time.now < from) return { findings: [], dueAt: from };
    const details =
      'It works without asking, on changes that are not saved, without a checkpoint, and nobody has said a word.';
    return {
      findings: [
        { since: from, title: 'Unattended without a net', details, data: { mode: watch.permissionMode ?? '' } },
      ],
    };
  },
});
