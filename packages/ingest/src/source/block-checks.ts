import { hash } from 'node:crypto';
import type { BlockCheck } from '@belfry/core';

const blockBytes = 4096;
/** Samples kept besides head and last block; a file of up to this many blocks is covered whole. */
const maxSamples = 8;

/**
 * Keeps hashes of consumed bytes: the head, the last block, and blocks at even distances between,
 * half of them dropped each time there are too many. What it keeps depends on the bytes alone,
 * not on the pieces they came in, and costs O(new bytes).
 */
export interface CheckKeeper {
  /** Consumed bytes, in order. */
  add(bytes: Buffer): void;
  checks(): BlockCheck[];
}

/**
 * Goes on from `offset`, where `checks` are those of [0, offset) and `read` gives bytes of that range,
 * already checked to be unchanged.
 */
export function createCheckKeeper(
  offset: number,
  checks: readonly BlockCheck[],
  read: (offset: number, length: number) => Buffer,
): CheckKeeper {
  let end = offset;
  const aligned = checks.filter((check) => check.length === blockBytes && check.offset % blockBytes === 0);
  let stride = (aligned[1]?.offset ?? 0) - (aligned[0]?.offset ?? 0) || blockBytes;
  let samples = aligned.filter((check) => check.offset % stride === 0);
  let head = checks.find((check) => check.offset === 0 && check.length === Math.min(offset, blockBytes));
  /** The last bytes before `end`, at most a block. */
  let tail: Buffer =
    offset === 0 ? Buffer.alloc(0) : read(Math.max(0, offset - blockBytes), Math.min(offset, blockBytes));

  /** Samples whose last byte has just arrived; a block may have begun in the bytes kept from before. */
  function sample(known: Buffer, knownAt: number): void {
    let at = Math.ceil(Math.max(knownAt, (samples.at(-1)?.offset ?? -1) + 1) / stride) * stride;
    for (; at + blockBytes <= knownAt + known.length; at += stride) {
      samples.push(toCheck(at, known.subarray(at - knownAt, at - knownAt + blockBytes)));
      if (samples.length > maxSamples) {
        stride *= 2;
        samples = samples.filter((check) => check.offset % stride === 0);
        at = samples.at(-1)?.offset ?? 0;
      }
    }
  }

  return {
    add(bytes) {
      if (bytes.length === 0) return;
      const knownAt = end - tail.length;
      const known = tail.length === 0 ? bytes : Buffer.concat([tail, bytes]);
      if (knownAt === 0) {
        const length = Math.min(known.length, blockBytes);
        if (head?.length !== length) head = toCheck(0, known.subarray(0, length));
      }
      sample(known, knownAt);
      end += bytes.length;
      // A copy, so that a batch's buffer is not kept alive by its last bytes.
      tail = Buffer.from(known.subarray(Math.max(0, known.length - blockBytes)));
    },
    checks() {
      if (end === 0) return [];
      const last = toCheck(end - tail.length, tail);
      const all = [...(head ? [head] : []), ...samples.filter((check) => check.offset > 0), last];
      return all.filter((check, index) => all.findIndex((other) => sameRange(other, check)) === index);
    },
  };
}

/** The checks worth verifying when a file only grew: head, last, and two others that change with `turn`. */
export function checksForGrowth(checks: readonly BlockCheck[], turn: number): BlockCheck[] {
  const between = checks.slice(1, -1);
  const chosen = between.length <= 2 ? between : [0, 1].map((k) => between[(turn * 2 + k) % between.length]);
  return [checks[0], ...chosen, checks.at(-1)].filter((check) => check !== undefined);
}

export function isUnchangedBlock(check: BlockCheck, bytes: Buffer): boolean {
  return bytes.length === check.length && toCheck(check.offset, bytes).hash === check.hash;
}

function toCheck(offset: number, bytes: Buffer): BlockCheck {
  return { offset, length: bytes.length, hash: hash('sha256', bytes, 'hex').slice(0, 32) };
}

function sameRange(a: BlockCheck, b: BlockCheck): boolean {
  return a.offset === b.offset && a.length === b.length;
}
