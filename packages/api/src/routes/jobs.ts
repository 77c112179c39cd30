import { BelfryError } from '@belfry/core';
import { notFound } from '../http/not-found.ts';
import type { ApiServices } from '../services.ts';
import type { DefineRoute } from './define-route.ts';

export function jobRoutes(define: DefineRoute, { jobs }: ApiServices): void {
  define('startJob', ({ body, caller }) => {
    // A browser that was borrowed must not be able to remove history, nor to name files of this machine.
    if (caller?.kind === 'bearer') return jobs.start(body);
    throw new BelfryError('BELFRY_UNAUTHORIZED', 'Only a holder of the secret can work on the archive as a whole', {
      hint: 'On the machine itself: belfry prune, belfry compact, belfry import',
    });
  });
  define('getJob', ({ params }) => {
    const job = jobs.get(params.id);
    if (job === undefined) throw notFound(`No job ${params.id}`);
    return job;
  });
}
