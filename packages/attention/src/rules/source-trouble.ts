import { defineWorldRule } from './rule.ts';

/** A place cannot be read: what its agents do there is not seen. */
export const sourceTrouble = defineWorldRule({
  id: 'source-trouble',
  title: 'Source trouble',
  severity: 'warning',
  isOn: true,
  dwellMs: 10_000,
  cooldownMs: 60_000,
  settings: {},
  find({ troubles }) {
    return {
      findings: Object.values(troubles).map(({ place, since, text }) => ({
        key: place,
        since,
        title: 'Source trouble',
        details: `${place}: ${text}`,
      })),
    };
  },
});
