import { countFrom, defineRule, nothing } from './rule.ts';
import { uncheckedSince } from './unchecked-since.ts';

/** An agent that asks nobody has worked for long without a checkpoint to go back to. */
export const yoloUnchecked = defineRule({
  id: 'yolo-unchecked',
  title: 'No checkpoint',
  severity: 'warning',
  isOn: true,
  dwellMs: 0,
  cooldownMs: 60_000,
  settings: { uncheckedMs: 30 * 60_000 },
  find({ watch, state }, { uncheckedMs }, time) {
    const since = uncheckedSince(watch);
    // What nobody works on needs no checkpoint.
    if (since === undefined || (watch.lastWorkAt ?? 0) <= since || state.state === 'ended') return nothing;
    const dueAt = countFrom(since, time) + uncheckedMs;
    if (time.now < dueAt) return { findings: [], dueAt };
    const minutes = Math.round(uncheckedMs / 60_000);
    const details = `It works without asking for permission, and for ${minutes} minutes there was no checkpoint.`;
    return { findings: [{ since, title: 'No checkpoint', details, data: { mode: watch.permissionMode ?? '' } }] };
  },
});
