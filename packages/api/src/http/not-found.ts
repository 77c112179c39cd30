import { BelfryError } from '@belfry/core';

export function notFound(message: string, hint?: string): BelfryError {
  return new BelfryError('BELFRY_NOT_FOUND', message, hint === undefined ? {} : { hint });
}

/** For the right side of `??`. */
export function noSession(id: string): never {
  throw notFound(`No session ${id}`);
}
