import { createHash, timingSafeEqual } from 'node:crypto';

/** SHA-256 as hex: the form in which tokens, keys and codes are kept. */
export function toDigest(secret: string): string {
  return createHash('sha256').update(secret).digest('hex');
}

/** Whether `secret` is what `digest` was made of; takes the same time wherever they differ. */
export function isOfDigest(secret: string, digest: string): boolean {
  const given = Buffer.from(toDigest(secret), 'hex');
  const kept = Buffer.from(digest, 'hex');
  return given.length === kept.length && timingSafeEqual(given, kept);
}
