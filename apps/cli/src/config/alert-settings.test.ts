import { expect, it } from 'vitest';
import { toAlertSettings } from './alert-settings.ts';
import { parseConfig } from './read-config.ts';

it('rules are set by names and units people write', () => {
  const rules = { 'long-tool': { on: false, dwell_seconds: 5, cooldown_seconds: 60, runs_seconds: 900 } };
  expect(toAlertSettings({ rules })).toEqual({
    rules: { 'long-tool': { isOn: false, dwellMs: 5_000, cooldownMs: 60_000, settings: { runsMs: 900_000 } } },
  });
  expect(
    toAlertSettings(parseConfig('[alerts.rules.quota-high]\nraise_percent = 70', 'config.toml', []).file.alerts ?? {})
      .rules,
  ).toEqual({
    'quota-high': { settings: { raisePercent: 70 } },
  });
});

it('quiet hours may go over midnight, and let through what is urgent unless told otherwise', () => {
  expect(toAlertSettings({ quiet_hours: '22:00 - 07:30' })).toMatchObject({
    quietHours: { fromMinute: 1320, toMinute: 450, letsUrgentThrough: true },
  });
  expect(toAlertSettings({ quiet_hours: '12:00-13:00', quiet_but_urgent: false }).quietHours?.letsUrgentThrough).toBe(
    false,
  );
});

it.each(['', 'night', '24:00-07:00', '22-7', '08:00-08:00'])('"%s" is no part of a day', (quiet_hours) => {
  expect(() => toAlertSettings({ quiet_hours })).toThrow(
    expect.objectContaining({ code: 'BELFRY_CONFIG_INVALID', hint: expect.any(String) }),
  );
});
