import { type RuleSettings, rules } from '@belfry/attention';
import { BelfryError } from '@belfry/core';
import { closest } from 'fastest-levenshtein';

/** @throws BELFRY_CONFIG_INVALID for a rule or a threshold nobody knows: it would be set and change nothing */
export function checkRules(given: Readonly<Record<string, RuleSettings>>): void {
  for (const [id, { settings = {} }] of Object.entries(given)) {
    const rule = rules.find((one) => one.id === id);
    if (rule === undefined) throw unknown(`There is no rule "${id}".`, id, [...rules.map((one) => one.id)]);
    const thresholds = Object.keys(rule.settings as object);
    for (const name of Object.keys(settings)) {
      if (!thresholds.includes(name)) {
        throw unknown(
          `The rule ${id} has no threshold "${toWritten(name)}".`,
          toWritten(name),
          thresholds.map(toWritten),
        );
      }
    }
  }
}

function unknown(message: string, given: string, known: readonly string[]): BelfryError {
  const hint = known.length === 0 ? 'It has none.' : `Did you mean ${closest(given, [...known])}?`;
  return new BelfryError('BELFRY_CONFIG_INVALID', message, { hint });
}

/** As it stands in the configuration. */
function toWritten(name: string): string {
  return name.replace(/Ms$/, 'Seconds').replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
}
