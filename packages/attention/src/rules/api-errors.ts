import { defineRule, nothing } from './rule.ts';

/** The provider failed several times in a short while, or so that the turn ended. */
export const apiErrors = defineRule({
  id: 'api-errors',
  title: 'Provider fails',
  severity: 'warning',
  isOn: true,
  dwellMs: 0,
  cooldownMs: 60_000,
  settings: { raiseErrors: 3, withinMs: 5 * 60_000 },
  find({ watch, state }, { raiseErrors, withinMs }, { now }) {
    if (state.state === 'failed' && state.failure?.kind !== 'rate-limit') {
      const details = state.failure?.text || 'Its turn ended with an error.';
      return {
        findings: [{ since: Date.parse(state.since), title: 'Turn failed', details, evidence: state.evidence }],
      };
    }
    const recent = watch.apiErrorsAt.filter((at) => at > now - withinMs);
    const [first] = recent;
    if (first === undefined || recent.length < raiseErrors || state.turnSince === undefined) return nothing;
    const details = `Its provider failed ${recent.length} times in ${Math.round(withinMs / 60_000)} minutes.`;
    return {
      findings: [{ since: first, title: 'Provider fails', details, data: { errors: recent.length } }],
      dueAt: first + withinMs,
    };
  },
});
