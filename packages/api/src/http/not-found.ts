import { BelfryError } from '@belfry/core';

export function notFound(message: string, hint?: string): BelfryError {
  return new BelfryError('BELFRY_NOT_FOUND', message, hint === undefined ? {} : { hint });
}
