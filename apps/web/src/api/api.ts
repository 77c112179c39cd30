import {
  type ApiBody,
  type ApiParams,
  type ApiQuery,
  type ApiResponse,
  type Problem,
  pageKeyHeader,
  type RouteName,
  routes,
  toApiUrl,
} from '@belfry/api/contract';
import { ApiProblem, toUnreachable } from './problem.ts';

type Part<Name extends string, Value> = Value extends undefined ? { [K in Name]?: undefined } : { [K in Name]: Value };
type OptionalPart<Name extends string, Value> = { [K in Name]?: Value };

/** What a call of route `N` needs: its parameters and body where it has them, its query if wanted. */
export type ApiRequest<N extends RouteName> = Part<'params', ApiParams<N>> &
  OptionalPart<'query', ApiQuery<N>> &
  Part<'body', ApiBody<N>> & { signal?: AbortSignal };

export interface Api {
  /** @throws ApiProblem for every answer from 400 up and when nothing answers; AbortError when aborted */
  call<N extends RouteName>(name: N, request: ApiRequest<N>): Promise<ApiResponse<N>>;
}

export interface ApiDeps {
  fetch(url: string, init: RequestInit): Promise<Response>;
  /** Key of this page, sent with every mutation. */
  pageKey(): string | undefined;
  /** The sign-in is no longer valid. */
  onUnauthorized(): void;
}

/** The daemon's HTTP interface, typed by the contract; addresses resolve against `<base href>`. */
export function createApi(deps: ApiDeps): Api {
  return {
    async call<N extends RouteName>(name: N, request: ApiRequest<N>): Promise<ApiResponse<N>> {
      const url = toUrl(name, request);
      const { method } = routes[name];
      const headers = new Headers({ accept: 'application/json' });
      const key = deps.pageKey();
      if (method !== 'GET' && key !== undefined) headers.set(pageKeyHeader, key);
      if (request.body !== undefined) headers.set('content-type', 'application/json');
      const body = request.body === undefined ? undefined : JSON.stringify(request.body);
      const response = await deps
        .fetch(url, {
          method,
          headers,
          body,
          signal: request.signal,
        })
        .catch((cause: unknown) => {
          if (request.signal?.aborted === true) throw cause;
          throw toUnreachable(cause);
        });
      if (!response.ok) {
        if (response.status === 401) deps.onUnauthorized();
        throw await readProblem(response);
      }
      return (response.status === 204 ? undefined : await response.json()) as ApiResponse<N>;
    },
  };
}

function toUrl<N extends RouteName>(name: N, request: ApiRequest<N>): string {
  type Values = Parameters<typeof toApiUrl>;
  // The contract's types say what each route takes; its address builder takes any names.
  const { params, query } = request as { params?: Values[1]; query?: Values[2] };
  return toApiUrl(name, params, query);
}

async function readProblem(response: Response): Promise<ApiProblem> {
  const body = await response.text();
  try {
    const problem = JSON.parse(body) as Problem;
    if (typeof problem.code === 'string' && typeof problem.title === 'string') return new ApiProblem(problem);
  } catch {
    // Not JSON: a proxy's error page stands where the daemon should.
  }
  return toUnreachable(undefined, response.status);
}
