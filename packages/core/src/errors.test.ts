import { describe, expect, it } from 'vitest';
import { BelfryError, type ErrorCode, errorCodes, retiredCodes, toBelfryError } from './errors.ts';

describe('the table of error codes', () => {
  it.each(Object.entries(errorCodes))('%s is well-formed', (code, { status, exit }) => {
    expect(code).toMatch(/^BELFRY(_[A-Z]+)+$/);
    expect(status).toBeGreaterThanOrEqual(400);
    expect(status).toBeLessThan(600);
    // 0: what was wanted is already so. 1: it failed. 2: it was called wrongly.
    expect([0, 1, 2]).toContain(exit);
    expect(retiredCodes).not.toContain(code);
  });

  it('lets a command that was called wrongly exit with 2, and the request be answered with 400', () => {
    const misuse = Object.entries(errorCodes).filter(([, { exit }]) => exit === 2);
    expect(misuse.every(([, { status }]) => status === 400)).toBe(true);
  });
});

describe('an error of belfry', () => {
  it('takes status, exit code and whether to try again from the table', () => {
    for (const code of Object.keys(errorCodes) as ErrorCode[]) {
      const { status, exitCode, retryable } = new BelfryError(code, 'x');
      expect({ status, exit: exitCode, retryable }).toEqual(errorCodes[code]);
    }
  });

  it('carries message, hint, cause and data', () => {
    const cause = new Error('inner');
    const error = new BelfryError('BELFRY_LOCKED', 'held', { cause, hint: 'wait', data: { pid: 7 } });
    expect(error).toMatchObject({ name: 'BelfryError', message: 'held', hint: 'wait', cause, data: { pid: 7 } });
    expect(error).toBeInstanceOf(Error);
    expect('cause' in new BelfryError('BELFRY_LOCKED', 'held'), 'no cause is not an undefined one').toBe(false);
  });
});

describe('anything thrown', () => {
  it('that is ours comes back unchanged', () => {
    const error = new BelfryError('BELFRY_LOCKED', 'held');
    expect(toBelfryError(error)).toBe(error);
  });

  it('that is of another copy of this module is what it was there', () => {
    class Other extends Error {
      override readonly name = 'BelfryError';
      readonly code = 'BELFRY_LOCKED';
      readonly hint = 'wait';
      readonly data = { pid: 7 };
    }
    const error = toBelfryError(new Other('held'));
    expect(error).toBeInstanceOf(BelfryError);
    expect(error).toMatchObject({ code: 'BELFRY_LOCKED', message: 'held', hint: 'wait', data: { pid: 7 } });
  });

  it.each(['ENOSPC', 'EDQUOT', 'SQLITE_FULL'])('with the code %s is a full disk, and heals', (code) => {
    const error = toBelfryError(Object.assign(new Error('no room'), { code }));
    expect(error).toMatchObject({ code: 'BELFRY_DISK_FULL', retryable: true, message: 'no room' });
  });

  it.each([
    [new TypeError('odd'), 'odd'],
    ['text', 'text'],
    [undefined, 'undefined'],
    [null, 'null'],
    [{ message: 'from another realm' }, 'from another realm'],
    [{ message: 7 }, 'an object without a message'],
    [Object.create(null), 'an object without a message'],
  ])('else is a fault of belfry, with the thing as cause', (thrown, message) => {
    const error = toBelfryError(thrown);
    expect(error).toMatchObject({ code: 'BELFRY_INTERNAL', message });
    if (thrown !== undefined) expect(error.cause).toBe(thrown);
  });
});
