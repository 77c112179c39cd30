import { defineRule, nothing } from './rule.ts';

/** A turn goes on, but nothing is heard of it: how long that takes is told by the thresholds of states. */
export const stuck = defineRule({
  id: 'stuck',
  title: 'Stalled',
  severity: 'warning',
  isOn: true,
  dwellMs: 0,
  cooldownMs: 60_000,
  settings: {},
  find({ state }) {
    if (state.state !== 'stalled') return nothing;
    const [evidence] = state.evidence;
    const details = evidence?.text ?? '';
    return { findings: [{ since: Date.parse(state.since), title: 'Stalled', details, evidence: state.evidence }] };
  },
});
