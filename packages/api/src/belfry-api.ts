import { belfryHeader } from '@belfry/core/node';
import cookie from '@fastify/cookie';
import rateLimit from '@fastify/rate-limit';
import type { FastifyInstance, FastifyPluginAsync } from 'fastify';
import type { ApiDeps } from './api-deps.ts';
import { problemMediaType } from './contract/problem.ts';
import { notFound } from './http/not-found.ts';
import { toProblem } from './http/problem-document.ts';
import { requestValidator } from './http/request-validator.ts';
import { dataPolicy, securityHeaders } from './http/security-headers.ts';
import { archiveRoutes } from './routes/archive.ts';
import { attentionRoutes } from './routes/attention.ts';
import { createDefineRoute } from './routes/define-route.ts';
import { eventRoutes } from './routes/events.ts';
import { healthRoute } from './routes/health.ts';
import { hookRoutes } from './routes/hooks.ts';
import { imageRoutes } from './routes/images.ts';
import { insightRoutes } from './routes/insight.ts';
import { jobRoutes } from './routes/jobs.ts';
import { messageRoutes } from './routes/messages.ts';
import { searchRoutes } from './routes/search.ts';
import { serverRoutes } from './routes/server.ts';
import { sessionRoutes } from './routes/sessions.ts';
import { signInRoutes } from './routes/sign-in.ts';
import { toolCallRoutes } from './routes/tool-calls.ts';
import { usageRoutes } from './routes/usage.ts';
import { type ApiServices, resolveServices } from './services.ts';
import { staticUi } from './ui/static-ui.ts';

/**
 * The HTTP interface as a fastify plugin: REST and event stream under `api/v1`, `healthz`, and the UI. Register it
 * without a prefix on a server made with `serverOptions`. With a base path it answers below that path and at the
 * root, so a reverse proxy may keep the path or strip it.
 * @throws BELFRY_CONFIG_INVALID for a base path or a host name that is none
 */
export function belfryApi(deps: ApiDeps): FastifyPluginAsync {
  const services = resolveServices(deps);
  return async (app) => {
    app.addHook('preClose', () => services.streams.stop());
    await app.register((mount) => mountAt(mount, services));
    const { basePath } = services;
    if (basePath === '/') return;
    const prefix = basePath.slice(0, -1);
    await app.register((mount) => mountAt(mount, services), { prefix });
  };
}

async function mountAt(app: FastifyInstance, services: ApiServices): Promise<void> {
  const { access, logger, ui, version } = services;
  await app.register(cookie);
  await app.register(rateLimit, { global: false });
  // JSON only: what a foreign page can send without asking first is text or a form.
  app.removeContentTypeParser('text/plain');
  app.decorateRequest('caller', undefined);
  app.setValidatorCompiler(requestValidator);
  // As fast as a serialiser made from the schema, and it cannot drop a field the schema does not name.
  app.setSerializerCompiler(() => JSON.stringify);

  app.addHook('onRequest', async (request, reply) => {
    reply.headers({
      ...securityHeaders,
      [belfryHeader]: version.version,
      'content-security-policy': dataPolicy,
      'cache-control': 'no-store',
    });
    access.checkHost(request);
  });

  app.setErrorHandler((thrown, request, reply) => {
    const problem = toProblem(thrown);
    if (problem.status >= 500)
      logger.error('request failed', { method: request.method, path: request.routeOptions.url, error: thrown });
    if (problem.status === 401) reply.header('www-authenticate', 'Bearer');
    return reply.code(problem.status).type(problemMediaType).send(JSON.stringify(problem));
  });
  app.setNotFoundHandler((request) => {
    throw notFound(`Nothing answers ${request.method} ${request.url.split('?', 1)[0]}`);
  });

  const define = createDefineRoute(app, access);
  healthRoute(app, services);
  signInRoutes(define, services, app);
  sessionRoutes(define, services);
  messageRoutes(define, services);
  insightRoutes(define, services);
  toolCallRoutes(define, services);
  imageRoutes(define, services);
  searchRoutes(define, services);
  archiveRoutes(define, services);
  usageRoutes(define, services);
  jobRoutes(define, services);
  attentionRoutes(define, services);
  hookRoutes(define, services);
  eventRoutes(define, services);
  serverRoutes(define, services);

  // Whoever is not signed in learns nothing about which routes there are.
  app.all(
    '/api/*',
    { schema: { hide: true }, onRequest: async (request) => void access.identify(request) },
    (request) => {
      throw notFound(`No route ${request.method} ${request.url.split('?', 1)[0]}`);
    },
  );
  if (ui) await staticUi(app, ui);
}
