import { expect, test } from 'vitest';
import { forecastMonth, forecastToday, type HourCost } from './forecast.ts';

const day = (date: string, dollars: number) => ({ day: date, costMicros: dollars * 1e6 });

test('a month goes on as its days went', () => {
  const days = ['2026-11-01', '2026-11-02', '2026-11-03', '2026-11-05'].map((date) => day(date, 10));
  // $40 in 4.5 of 30 days; what October cost does not matter.
  expect(forecastMonth([day('2026-10-31', 999), ...days], '2026-11-05', 0.5)).toBe(Math.round((40e6 / 4.5) * 30));
});

test('three days are no ground for a forecast', () => {
  const days = ['2026-11-01', '2026-11-02', '2026-11-03'].map((date) => day(date, 10));
  expect(forecastMonth(days, '2026-11-03', 0.9)).toBeUndefined();
});

const hours = (date: string, byHour: Record<number, number>): HourCost[] =>
  Object.entries(byHour).map(([hour, dollars]) => ({
    hour: `${date}T${hour.padStart(2, '0')}:00+01:00`,
    costMicros: dollars * 1e6,
  }));

test('today is measured by what earlier days had spent by this hour', () => {
  const before = ['01', '02', '03', '04'].flatMap((date) => hours(`2026-11-${date}`, { 9: 6, 20: 4 }));
  expect(forecastToday([...before, ...hours('2026-11-05', { 9: 3 })], '2026-11-05', 14)).toBe(5e6);
});

test('no forecast early in the day, without earlier days, or when nothing is spent yet', () => {
  const late = ['01', '02', '03', '04'].flatMap((date) => hours(`2026-11-${date}`, { 8: 0.1, 20: 9.9 }));
  expect(forecastToday([...late, ...hours('2026-11-05', { 8: 1 })], '2026-11-05', 10)).toBeUndefined();
  expect(forecastToday(hours('2026-11-05', { 8: 1 }), '2026-11-05', 10)).toBeUndefined();
  expect(forecastToday(late, '2026-11-05', 23)).toBeUndefined();
});
