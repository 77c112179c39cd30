import { expect, it } from 'vitest';
import { checkRules } from './check-rules.ts';

it('every rule may be set, with thresholds it has', () => {
  checkRules({ 'long-tool': { isOn: false, settings: { runsMs: 1 } }, 'turn-done': { isOn: true } });
});

it.each([
  [{ 'long-tol': {} }, 'There is no rule "long-tol".', 'Did you mean long-tool?'],
  [{ 'long-tool': { settings: { runMs: 1 } } }, 'has no threshold "run_seconds"', 'Did you mean runs_seconds?'],
  [{ stuck: { settings: { runsMs: 1 } } }, 'has no threshold "runs_seconds"', 'It has none.'],
])('%j is refused', (given, message, hint) => {
  expect(() => checkRules(given)).toThrow(
    expect.objectContaining({ code: 'BELFRY_CONFIG_INVALID', message: expect.stringContaining(message), hint }),
  );
});
