import { notFound } from '../http/not-found.ts';
import type { ApiServices } from '../services.ts';
import type { DefineRoute } from './define-route.ts';

export function hookRoutes(define: DefineRoute, { hooks }: ApiServices): void {
  define(
    'hearHook',
    ({ params, body }) => {
      if (!hooks.hear(params.agent, body)) throw notFound(`No agent with hooks is called ${params.agent}`);
    },
    'hook',
  );
}
