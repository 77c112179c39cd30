import type { UsageBasis } from '@belfry/core';
import type { ReadClaim } from '@belfry/store';
import type { ReadFile, ReadSession } from './read-files.ts';

/**
 * What one thread read, as numbers and a few long strings: structured clones of tens of thousands of small objects
 * cost more than reading them.
 */
export interface PackedClaims {
  /** `numbersPerClaim` for each claim. */
  numbers: Float64Array<ArrayBuffer>;
  /** One for each claim, in the same order. */
  requests: string;
  /** File index and number of claims of each session. */
  sessions: { index: number; native: string; claims: number; cwd?: string; branch?: string }[];
  names: string[];
  errors: { index: number; error: string }[];
}

const bases = ['counted', 'reported', 'estimated'] as const satisfies UsageBasis[];
const numbersPerClaim = 13;
const nothing = Number.NaN;
/** In no key: parsers replace it. */
const separator = '\0';

export function packClaims(files: Iterable<ReadFile>): PackedClaims {
  const numbers: number[] = [];
  const requests: string[] = [];
  const packed: Omit<PackedClaims, 'numbers' | 'requests'> = { sessions: [], names: [], errors: [] };
  const numberOf = new Map<string, number>();
  const toNumber = (name: string) => {
    const known = numberOf.get(name);
    if (known !== undefined) return known;
    numberOf.set(name, packed.names.length);
    return packed.names.push(name) - 1;
  };
  for (const { index, sessions, error } of files) {
    if (error !== undefined) packed.errors.push({ index, error });
    for (const { claims, ...session } of sessions) {
      packed.sessions.push({ ...session, index, claims: claims.length });
      for (const claim of claims) {
        requests.push(claim.request);
        numbers.push(
          claim.at ?? nothing,
          toNumber(claim.model),
          toNumber(claim.price_class),
          bases.indexOf(claim.basis),
          claim.owner === null ? nothing : toNumber(claim.owner),
          claim.reported_micros ?? nothing,
          claim.input,
          claim.output,
          claim.reasoning,
          claim.cache_read,
          claim.cache_write_5m,
          claim.cache_write_1h,
          claim.web_searches,
        );
      }
    }
  }
  return { ...packed, numbers: Float64Array.from(numbers), requests: requests.join(separator) };
}

/** The files again; which message a request belongs to is not kept. */
export function* unpackClaims({ numbers, requests, sessions, names, errors }: PackedClaims): Generator<ReadFile> {
  const keys = requests.split(separator);
  let at = 0;
  for (const { index, claims: count, ...session } of sessions) {
    const claims: ReadSession['claims'] = [];
    for (let i = 0; i < count; i++, at++) {
      claims.push(unpackClaim(keys[at] ?? '', numbers.subarray(at * numbersPerClaim), names));
    }
    yield { index, sessions: [{ ...session, claims }] };
  }
  for (const { index, error } of errors) yield { index, sessions: [], error };
}

function unpackClaim(request: string, row: Float64Array, names: readonly string[]): ReadClaim {
  const number = (column: number) => row[column] as number;
  const optional = (column: number) => (Number.isNaN(number(column)) ? null : number(column));
  return {
    request,
    session_id: 0,
    message_key: null,
    at: optional(0),
    model: names[number(1)] ?? '',
    price_class: names[number(2)] ?? '',
    basis: bases[number(3)] ?? 'estimated',
    owner: names[number(4)] ?? null,
    reported_micros: optional(5),
    counted: 1,
    shared: 0,
    input: number(6),
    output: number(7),
    reasoning: number(8),
    cache_read: number(9),
    cache_write_5m: number(10),
    cache_write_1h: number(11),
    web_searches: number(12),
  };
}
