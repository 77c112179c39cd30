import { expect, test } from 'vitest';
import { parseEventId, toEventId } from './event-id.ts';

test('an id reads back as what it was made from', () => {
  expect(parseEventId(toEventId('m3x-9f', 41))).toEqual({ boot: 'm3x-9f', seq: 41 });
});

test('number 0 is the place before the first event', () => {
  expect(parseEventId('boot.0')).toEqual({ boot: 'boot', seq: 0 });
});

test.each(['', '7', '.7', 'boot.', 'boot', 'boot.-1', 'boot.1e3', 'boot.01', 'boot.1.5x', 'boot.99999999999999999'])(
  '"%s" is no event id',
  (id) => {
    expect(parseEventId(id)).toBeUndefined();
  },
);
