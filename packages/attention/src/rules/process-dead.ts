import { defineRule, nothing } from './rule.ts';

/** An agent died in the middle of its turn. Leaving between turns, or when told to, is no alarm. */
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
    const details = 'Its process is gone in the middle of a turn, and nobody told it to go.';
    return { findings: [{ since, title: 'Agent died', details, evidence: state.evidence }], dueAt: since + standsMs };
  },
});
