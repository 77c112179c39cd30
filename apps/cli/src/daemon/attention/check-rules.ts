import { type RuleSettings, rules } from '@belfry/attention';
import { BelfryError, type ErrorCode } from '@belfry/core';
import { closest } from 'fastest-levenshtein';

const ruleIds = rules.map(({ id }) => id);

/** @throws BELFRY_BAD_REQUEST for a rule nobody knows: it would be muted and go on ringing under its true name */
export function checkRule(id: string): void {
  if (!ruleIds.includes(id)) throw unknown('BELFRY_BAD_REQUEST', `There is no rule "${id}".`, id, ruleIds);
}

/** @throws BELFRY_CONFIG_INVALID for a rule or a threshold nobody knows: it would be set and change nothing */
export function checkRules(given: Readonly<Record<string, RuleSettings>>): void {
  for (const [id, { settings = {} }] of Object.entries(given)) {
    const rule = rules.find((one) => one.id === id);
    if (rule === undefined) throw unknown('BELFRY_CONFIG_INVALID', `There is no rule "${id}".`, id, ruleIds);
    const thresholds = Object.keys(rule.settings as object);
    for (const name of Object.keys(settings)) {
      if (!thresholds.includes(name)) {
        throw unknown(
          'BELFRY_CONFIG_INVALID',
          `The rule ${id} has no threshold "${toWritten(name)}".`,
          toWritten(name),
          thresholds.map(toWritten),
        );
      }
    }
  }
}

function unknown(code: ErrorCode, message: string, given: string, known: readonly string[]): BelfryError {
  const hint = known.length === 0 ? 'It has none.' : `Did you mean ${closest(given, [...known])}?`;
  return new BelfryError(code, message, { hint });
}

/** As it stands in the configuration. */
function toWritten(name: string): string {
  return name.replace(/Ms$/, 'Seconds').replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
}
