import type { Api } from '../../api/api.ts';
import { isAborted } from '../../api/problem.ts';
import { formatCount } from '../../format/figures.ts';
import { readerZone } from '../../format/zone.ts';
import type { Part } from '../../router/page.ts';
import { type ArchiveQuery, toSearchFilters } from './archive-query.ts';

const parts: readonly Part[] = ['message', 'thinking', 'tool-input', 'tool-output'];

/** The archive counts no further than it has to; beyond so many a reader needs no number. */
const enough = 20;

/** How many hits there are in each part, whichever of them is shown. */
export class PartCounts {
  #counts = $state.raw<Partial<Record<Part, string>>>({});
  #request = new AbortController();
  readonly #api: Api;

  constructor(api: Api) {
    this.#api = api;
  }

  get counts(): Partial<Record<Part, string>> {
    return this.#counts;
  }

  clear(): void {
    this.#request.abort();
    this.#counts = {};
  }

  /** One question a part, after the answer the reader waits for. */
  async read(query: ArchiveQuery): Promise<void> {
    this.#request.abort();
    const request = new AbortController();
    this.#request = request;
    const filters = toSearchFilters(query, Date.now(), readerZone);
    for (const part of parts) {
      try {
        const { total } = await this.#api.call('search', {
          query: { ...filters, kind: [part], match: 'words', sort: undefined, limit: enough },
          signal: request.signal,
        });
        const count = `${formatCount(total.hits)}${total.isExact ? '' : '+'}`;
        this.#counts = { ...this.#counts, [part]: count };
      } catch (thrown) {
        // A count that is missing is no trouble worth a message; the hits beside say what went wrong.
        if (isAborted(thrown)) return;
      }
    }
  }
}
