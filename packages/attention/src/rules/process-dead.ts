import { defineRule, nothing } from './rule.ts';

/** An agent died in the middle of its turn. Leaving between turns, or taking leave, is no alarm. */
export const processDead = defineRule({
  id: 'process-dead',
  title: 'Agent died',
  severity: 'urgent',
  isOn: true,
  dwellMs: 0,
  cooldownMs: 0,
  outlivesSession: true,
  settings: { standsMs: 24 * 60 * 60_000 },
  find({ state }, { standsMs }, { now }) {
    const [evidence] = state.evidence;
    const since = Date.parse(state.since);
    if (state.state !== 'ended' || evidence?.sign !== 'left-in-turn-process' || now >= since + standsMs) return nothing;
    // With hooks somebody who leaves is heard leaving; without them it may have been told to go.
    const isSure = state.evidence.some(({ sign }) => sign === 'hooks-heard');
    const details = `Its process is gone in the middle of a turn, and ${isSure ? 'it did not take leave' : 'nothing tells why'}.`;
    const severity = isSure ? 'urgent' : 'warning';
    return {
      findings: [{ since, title: 'Agent died', details, severity, evidence: state.evidence }],
      dueAt: since + standsMs,
    };
  },
});
