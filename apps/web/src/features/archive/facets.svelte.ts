import type { ApiResponse } from '@belfry/api/contract';
import type { Api } from '../../api/api.ts';
import { isAborted } from '../../api/problem.ts';
import { readerZone } from '../../format/zone.ts';
import { type ArchiveQuery, toListFilters } from './archive-query.ts';

/** What the list could be narrowed to, with counts under the query of now. */
export class Facets {
  #counts = $state.raw<ApiResponse<'getSessionFacets'>>();
  #request = new AbortController();
  readonly #api: Api;

  constructor(api: Api) {
    this.#api = api;
  }

  get counts(): ApiResponse<'getSessionFacets'> | undefined {
    return this.#counts;
  }

  async read(query: ArchiveQuery): Promise<void> {
    this.#request.abort();
    const request = new AbortController();
    this.#request = request;
    try {
      this.#counts = await this.#api.call('getSessionFacets', {
        query: { ...toListFilters(query, Date.now(), readerZone), timezone: readerZone },
        signal: request.signal,
      });
    } catch (thrown) {
      // The list beside says why nothing can be read; counts of before are better than none.
      if (!isAborted(thrown)) return;
    }
  }
}
