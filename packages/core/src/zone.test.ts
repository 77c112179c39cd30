import { describe, expect, it } from 'vitest';
import { createZone, parseDay, toDayName } from './zone.ts';

const minuteMs = 60_000;
const dayMs = 86_400_000;
const day = (text: string) => parseDay(text) as number;

describe('a zone', () => {
  it.each([
    ['UTC', 0],
    ['Asia/Kathmandu', 345],
    ['Pacific/Chatham', 825],
    ['America/St_Johns', -150],
    ['+05:30', 330],
  ])('%s is %d minutes ahead of UTC', (name, minutes) => {
    expect(createZone(name).offsetMs(Date.UTC(2026, 10, 1)) / minuteMs).toBe(minutes);
  });

  it('knows to the millisecond when clocks change', () => {
    const berlin = createZone('Europe/Berlin');
    const change = Date.UTC(2026, 9, 25, 1);
    expect([change - 1, change].map((at) => berlin.offsetMs(at) / minuteMs)).toEqual([120, 60]);
    // By half an hour only.
    const lordHowe = createZone('Australia/Lord_Howe');
    const spring = Date.UTC(2026, 9, 3, 15, 30);
    expect([spring - 1, spring].map((at) => lordHowe.offsetMs(at) / minuteMs)).toEqual([630, 660]);
  });

  it.each([
    'Europe/Berlin',
    'America/Havana',
    'Africa/Cairo',
    'Asia/Kathmandu',
    'Pacific/Chatham',
    'Australia/Lord_Howe',
    'Africa/Casablanca',
    'America/Santiago',
    'Asia/Gaza',
  ])('has days one after another, and every instant is in its day: %s', (name) => {
    const zone = createZone(name);
    for (let number = day('2026-01-01'); number < day('2027-01-01'); number++) {
      const [start, end] = [zone.startOfDay(number), zone.startOfDay(number + 1)];
      const hours = (end - start) / (60 * minuteMs);
      expect(hours, toDayName(number)).toBeGreaterThanOrEqual(23);
      expect(hours, toDayName(number)).toBeLessThanOrEqual(25);
      expect([start - 1, start, end - 1].map(zone.dayAt), toDayName(number)).toEqual([number - 1, number, number]);
    }
  });

  it('that skipped a day altogether has one that begins where it ends', () => {
    const apia = createZone('Pacific/Apia');
    expect(apia.startOfDay(day('2011-12-30'))).toBe(apia.startOfDay(day('2011-12-31')));
  });

  it.each(['', 'Mars/Olympus', 'Europe/Berlin ', '../etc'])('%j is none', (name) => {
    expect(() => createZone(name)).toThrow(
      expect.objectContaining({ code: 'BELFRY_BAD_REQUEST', hint: expect.stringContaining('IANA') }),
    );
  });

  it('spelt in a hundred ways and more still answers', () => {
    const spellings = Array.from({ length: 250 }, (_, n) =>
      [...'europe/berlin'].map((letter, place) => ((n >> (place % 8)) & 1 ? letter.toUpperCase() : letter)).join(''),
    );
    for (const name of spellings) expect(createZone(name).offsetMs(0) / minuteMs).toBe(60);
  });
});

describe('a day', () => {
  it('has a number and a name', () => {
    expect(parseDay('1970-01-01')).toBe(0);
    expect(parseDay('2024-02-29')).toBe(Date.UTC(2024, 1, 29) / dayMs);
    expect(toDayName(day('1969-12-31'))).toBe('1969-12-31');
  });

  it.each(['2026-02-30', '2026-13-01', '2026-2-1', '20260201', '2026-02-01T00:00Z', ''])('%j is none', (text) => {
    expect(parseDay(text)).toBeUndefined();
  });
});
