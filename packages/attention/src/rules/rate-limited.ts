import { defineRule, nothing } from './rule.ts';

/** A turn ended because the provider or the plan allows no more. */
export const rateLimited = defineRule({
  id: 'rate-limited',
  title: 'Rate limited',
  severity: 'urgent',
  isOn: true,
  dwellMs: 0,
  cooldownMs: 0,
  settings: {},
  find({ state: { state, failure, since, evidence } }) {
    if (state !== 'failed' || failure?.kind !== 'rate-limit') return nothing;
    return { findings: [{ since: Date.parse(since), title: 'Rate limited', details: failure.text, evidence }] };
  },
});
