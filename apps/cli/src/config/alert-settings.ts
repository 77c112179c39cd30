import type { QuietHours, RuleSettings } from '@belfry/attention';
import { BelfryError } from '@belfry/core';
import type { ConfigFile } from './schema.ts';

/** When nothing rings, and what is set of rules, by rule id. */
export interface AlertSettings {
  quietHours?: QuietHours;
  rules: Record<string, RuleSettings>;
}

/** @throws BELFRY_CONFIG_INVALID for quiet hours that are none */
export function toAlertSettings({
  quiet_hours: hours,
  quiet_but_urgent: urgent = true,
  rules = {},
}: ConfigFile['alerts'] & object): AlertSettings {
  return {
    ...(hours === undefined ? {} : { quietHours: { ...toMinutes(hours), letsUrgentThrough: urgent } }),
    rules: Object.fromEntries(
      Object.entries(rules).map(([id, { on, dwell_seconds: dwell, cooldown_seconds: cooldown, ...thresholds }]) => [
        id,
        {
          ...(on === undefined ? {} : { isOn: on }),
          ...(dwell === undefined ? {} : { dwellMs: dwell * 1000 }),
          ...(cooldown === undefined ? {} : { cooldownMs: cooldown * 1000 }),
          settings: Object.fromEntries(
            Object.entries(thresholds).map(([name, value]) => toThreshold(name, Number(value))),
          ),
        },
      ]),
    ),
  };
}

/** `runs_seconds = 900` is `runsMs: 900000`; other units keep their name. */
function toThreshold(name: string, value: number): [string, number] {
  const camel = name.replace(/_(\w)/g, (_, letter: string) => letter.toUpperCase());
  return camel.endsWith('Seconds') ? [camel.replace(/Seconds$/, 'Ms'), value * 1000] : [camel, value];
}

function toMinutes(text: string): { fromMinute: number; toMinute: number } {
  const match = /^([01]\d|2[0-3]):([0-5]\d)-([01]\d|2[0-3]):([0-5]\d)$/.exec(text.replaceAll(' ', ''));
  const [fromHour = 0, fromMinute = 0, toHour = 0, toMinute = 0] = match?.slice(1).map(Number) ?? [];
  const hours = { fromMinute: fromHour * 60 + fromMinute, toMinute: toHour * 60 + toMinute };
  if (match !== null && hours.fromMinute !== hours.toMinute) return hours;
  throw new BelfryError('BELFRY_CONFIG_INVALID', `alerts.quiet_hours is "${text}", which is no part of a day.`, {
    hint: 'Write "22:00-07:30".',
  });
}
