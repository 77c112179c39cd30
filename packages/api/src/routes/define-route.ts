import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Access } from '../auth/access.ts';
import type { Caller } from '../auth/caller.ts';
import {
  type ApiBody,
  type ApiParams,
  type ApiQuery,
  type ApiResponse,
  type Endpoint,
  endpoints,
} from '../contract/endpoints.ts';
import { Problem, problemMediaType } from '../contract/problem.ts';
import { apiPrefix, type RouteName, routes } from '../contract/routes.ts';
import type { JsonText } from '../ports/usage-port.ts';

/** A checked request, as its route sees it. */
export interface RouteCall<N extends RouteName> {
  params: ApiParams<N>;
  query: ApiQuery<N>;
  body: ApiBody<N>;
  /** `undefined` on open routes only. */
  caller: Caller | undefined;
  request: FastifyRequest;
  reply: FastifyReply;
}

/** What it returns is sent as JSON, a text as the JSON it is. A route that answers otherwise sends by `reply` itself and returns nothing. */
export type RouteHandler<N extends RouteName> = (call: RouteCall<N>) => Answer<N> | Promise<Answer<N>>;
type Answer<N extends RouteName> =
  // biome-ignore lint/suspicious/noConfusingVoidType: a handler of a route without an answer returns nothing
  ApiResponse<N> extends undefined ? void : ApiResponse<N> | JsonText<ApiResponse<N> & object>;

/**
 * `signed-in`: bearer or browser · `open`: everybody, though not from pages of other servers · `hook`: holders of the
 * token of hooks.
 */
export type RouteAccess = 'signed-in' | 'open' | 'hook';

/** Adds a route of the contract: its path, its schemas and its checks come from there. */
export type DefineRoute = <N extends RouteName>(name: N, handler: RouteHandler<N>, access?: RouteAccess) => void;

declare module 'fastify' {
  interface FastifyRequest {
    /** Set on routes that need somebody to be signed in. */
    caller: Caller | undefined;
  }
  /** Words of OpenAPI that travel with a schema. */
  interface FastifySchema {
    operationId?: string;
    summary?: string;
    hide?: boolean;
    security?: never[];
  }
}

export function createDefineRoute(app: FastifyInstance, access: Access): DefineRoute {
  return (name, handler, who = 'signed-in') => {
    const { method, path } = routes[name];
    const endpoint: Endpoint = endpoints[name];
    const { params, query, body, summary } = endpoint;
    const shape = { ...(params && { params }), ...(query && { querystring: query }), ...(body && { body }) };
    const common = {
      method,
      exposeHeadRoute: false,
      onRequest: async (request: FastifyRequest) => {
        if (who === 'open') access.checkOrigin(request);
        else if (who === 'hook') access.checkHook(request);
        else request.caller = access.identify(request);
      },
      handler: async (request: FastifyRequest, reply: FastifyReply) => {
        const { caller } = request;
        const call = { params: request.params, query: request.query, body: request.body, caller, request, reply };
        const answer = await handler(call as RouteCall<typeof name>);
        if (endpoint.status === 204) return reply.code(204).send();
        if (typeof answer === 'string') return reply.type('application/json; charset=utf-8').send(answer);
        return endpoint.response ? answer : reply;
      },
    };

    app.route({
      ...common,
      url: `/${apiPrefix}${path}`,
      schema: {
        operationId: name,
        summary,
        ...(who === 'open' && { security: [] }),
        ...shape,
        response: toResponses(endpoint),
      },
    });
    const decoded = toDecodedPath(path);
    if (decoded === undefined) return;
    app.route({
      ...common,
      url: `/${apiPrefix}${decoded}`,
      schema: { hide: true, ...shape },
      preValidation: async (request) => {
        const { parent, child, ...rest } = request.params as Record<string, string>;
        request.params = { id: `${parent}/${child}`, ...rest };
      },
    });
  };
}

/**
 * Second form of a session's path. A subagent's id is `<parent>/<agent id>`, and some proxies decode the `%2F`
 * before they pass a path on.
 */
function toDecodedPath(path: string): string | undefined {
  return path.startsWith('/sessions/:id') ? path.replace(':id', ':parent/:child') : undefined;
}

/** For OpenAPI; answers are not filtered by it. */
function toResponses({ response, media, status = 200 }: Endpoint): Record<string, unknown> {
  const content = response
    ? { 'application/json': { schema: response } }
    : media && { [media.type]: { schema: media.schema ?? {} } };
  return {
    [status]: { description: 'Done', ...(content ? { content } : { type: 'null' }) },
    default: { description: 'A problem', content: { [problemMediaType]: { schema: Problem } } },
  };
}
