import { describe, expect, it } from 'vitest';
import { count, list, name, object, preview, text, timeMs } from './raw-fields.ts';

describe('raw fields', () => {
  it('gives nothing for a field of another type', () => {
    const value = { a: 1, b: null, c: [], d: {} };
    expect([text(value, 'a'), text(value, 'b'), text(value, 'missing')]).toEqual([undefined, undefined, undefined]);
    expect([object(value, 'c'), object(value, 'd')]).toEqual([undefined, {}]);
    expect([list(value, 'd'), list(value, 'c'), list(undefined, 'c')]).toEqual([[], [], []]);
    expect(name({ id: '' }, 'id')).toBeUndefined();
  });

  it('does not take inherited members for data', () => {
    expect(text({}, 'toString')).toBeUndefined();
    expect(object({}, 'constructor')).toBeUndefined();
  });

  it.each([
    [12, 12],
    ['12', 12],
    [' 12 ', 12],
    [1.9, 1],
    [0, 0],
    ['', undefined],
    ['1e400', undefined],
    [-1, undefined],
    [Number.NaN, undefined],
    [true, undefined],
    [null, undefined],
    [2 ** 60, undefined],
  ])('counts %j as %j', (raw, counted) => {
    expect(count({ n: raw }, 'n')).toBe(counted);
  });

  it.each([
    ['2026-02-02T23:59:44Z', '2026-02-02T23:59:44.000Z'],
    ['2026-02-02T23:59:44.5Z', '2026-02-02T23:59:44.500Z'],
    ['2026-02-02T23:59:44.123456789Z', '2026-02-02T23:59:44.123Z'],
    ['2026-02-03T01:59:44.568+02:00', '2026-02-02T23:59:44.568Z'],
    ['2026-02-03T01:59:44+0200', '2026-02-02T23:59:44.000Z'],
    ['2026-02-02T23:59:44', '2026-02-02T23:59:44.000Z'],
    ['2026-02-02', '2026-02-02T00:00:00.000Z'],
    [1770076784, '2026-02-02T23:59:44.000Z'],
    [1770076784.25, '2026-02-02T23:59:44.250Z'],
    [1770076784000, '2026-02-02T23:59:44.000Z'],
    ['1770076784000', '2026-02-02T23:59:44.000Z'],
  ])('reads %j as %s', (raw, iso) => {
    const ms = timeMs({ at: raw }, 'at');
    expect(ms === undefined ? undefined : new Date(ms).toISOString()).toBe(iso);
  });

  it.each(['', 'yesterday', '2026-13-45T99:99:99Z', 'x'.repeat(100), -5, 0, 1e300, {}, null])(
    'gives no time for %j',
    (raw) => {
      expect(timeMs({ at: raw }, 'at')).toBeUndefined();
    },
  );

  it('previews the first 240 characters on one line without terminal codes', () => {
    expect(preview('  a\n\n\tb\u001b[31mc\u001b[0m \r\n')).toBe('a bc');
    expect(preview('x'.repeat(500))).toHaveLength(240);
  });

  it('cuts a preview between code points and replaces what is no text', () => {
    expect(preview(`${'x'.repeat(239)}😀😀`)).toBe('x'.repeat(239));
    expect(preview('a\ud83d\0b')).toBe('a\uFFFD\uFFFDb');
  });
});

it('takes no odd text of the usual length for a time', () => {
  expect(timeMs({ at: '2026-xx-01T00:00:00.000Z' }, 'at')).toBeUndefined();
  expect(timeMs({ at: 'abcd-ef-ghTij:kl:mn.opqZ' }, 'at')).toBeUndefined();
});
