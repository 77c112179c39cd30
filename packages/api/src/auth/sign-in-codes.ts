import { randomBytes } from 'node:crypto';
import { type Clock, systemClock } from '@belfry/core';
import { isOfDigest, toDigest } from './digest.ts';

/** One-time codes of sign-in links. They live in this process only. */
export interface SignInCodes {
  issue(): { code: string; expiresAtMs: number };
  /** `true` once for each code issued, within its life. */
  redeem(code: string): boolean;
}

export interface SignInCodesOptions {
  clock?: Clock;
  /** Default ten minutes. */
  lifeMs?: number;
}

// Enough for a user who asks again and again; the oldest makes room.
const maxOutstanding = 32;

export function createSignInCodes({ clock = systemClock, lifeMs = 10 * 60_000 }: SignInCodesOptions = {}): SignInCodes {
  let outstanding: { digest: string; expiresAtMs: number }[] = [];
  const forgetExpired = () => {
    outstanding = outstanding.filter(({ expiresAtMs }) => expiresAtMs > clock.now());
  };

  return {
    issue() {
      forgetExpired();
      const code = randomBytes(24).toString('base64url');
      const expiresAtMs = clock.now() + lifeMs;
      outstanding = [...outstanding, { digest: toDigest(code), expiresAtMs }].slice(-maxOutstanding);
      return { code, expiresAtMs };
    },
    redeem(code) {
      forgetExpired();
      const found = outstanding.find(({ digest }) => isOfDigest(code, digest));
      outstanding = outstanding.filter((item) => item !== found);
      return found !== undefined;
    },
  };
}
