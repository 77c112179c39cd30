import fastifyStatic from '@fastify/static';
import type { FastifyInstance } from 'fastify';
import { notFound } from '../http/not-found.ts';
import { pagePolicy } from '../http/security-headers.ts';
import type { UiFiles } from './ui-files.ts';

/**
 * Serves the UI: its files, and its page for every address a person may have bookmarked. Names under `assets/`
 * carry a hash of their content and are kept by browsers for good.
 */
export async function staticUi(app: FastifyInstance, ui: UiFiles): Promise<void> {
  await app.register(fastifyStatic, {
    root: ui.directory,
    serve: false,
    preCompressed: true,
    cacheControl: false,
  });

  // Cookies are bound to the path with its slash, and so is what the page's addresses are relative to.
  if (app.prefix !== '') app.get('', (_request, reply) => reply.redirect(`${app.prefix}/`, 308));

  app.get('/*', (request, reply) => {
    const name = (request.params as { '*': string })['*'];
    reply.header('content-security-policy', pagePolicy);
    if (ui.has(name)) {
      const forGood = name.startsWith('assets/');
      reply.header('cache-control', forGood ? 'public, max-age=31536000, immutable' : 'no-cache');
      return reply.sendFile(name);
    }
    // A script that is gone must fail as a script, not arrive as a page.
    const wantsPage = !name.startsWith('assets/') && (request.headers.accept ?? '*/*').match(/text\/html|\*\/\*/);
    if (!wantsPage) throw notFound(`No file ${name}`);
    return reply.header('cache-control', 'no-cache').type('text/html; charset=utf-8').send(ui.indexHtml);
  });
}
