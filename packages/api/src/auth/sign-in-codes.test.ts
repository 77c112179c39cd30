import { fakeClock } from '@belfry/core/testing';
import { expect, test } from 'vitest';
import { createSignInCodes } from './sign-in-codes.ts';

test('a code works once', () => {
  const codes = createSignInCodes();
  const { code } = codes.issue();
  expect(codes.redeem(code)).toBe(true);
  expect(codes.redeem(code)).toBe(false);
});

test('a code is worth nothing after its life', () => {
  const clock = fakeClock();
  const codes = createSignInCodes({ clock, lifeMs: 1_000 });
  const { code, expiresAtMs } = codes.issue();
  expect(expiresAtMs).toBe(clock.now() + 1_000);
  clock.advance(1_000);
  expect(codes.redeem(code)).toBe(false);
});

test('wrong codes do not use up right ones', () => {
  const codes = createSignInCodes();
  const { code } = codes.issue();
  for (const wrong of ['', code.slice(1), `${code}x`]) expect(codes.redeem(wrong)).toBe(false);
  expect(codes.redeem(code)).toBe(true);
});

test('codes that nobody takes do not pile up', () => {
  const codes = createSignInCodes();
  const first = codes.issue().code;
  let last = '';
  for (let made = 0; made < 50; made++) last = codes.issue().code;
  expect(codes.redeem(first)).toBe(false);
  expect(codes.redeem(last)).toBe(true);
});
