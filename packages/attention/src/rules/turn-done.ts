import { defineRule, nothing } from './rule.ts';

/** A turn is over, and the next prompt may be given. Off unless somebody asks for it. */
export const turnDone = defineRule({
  id: 'turn-done',
  title: 'Turn done',
  severity: 'info',
  isOn: false,
  dwellMs: 5_000,
  cooldownMs: 0,
  settings: {},
  find({ state }) {
    const [evidence] = state.evidence;
    if (state.state !== 'idle' || evidence?.sign !== 'turn-ended') return nothing;
    return {
      findings: [{ since: Date.parse(state.since), title: 'Turn done', details: evidence.text, evidence: [evidence] }],
    };
  },
});
