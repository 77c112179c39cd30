import type { IngestBatch, SearchPage, SearchQuery, SourceRef } from '@belfry/core';
import { aSourceRef } from '@belfry/core/testing';
import { type TempArchive, tempArchive } from './temp-archive.ts';
import { type ToyReading, type ToyRecord, toyBatches, toyBytes } from './toy-source.ts';

/** An archive to write toy sources into and to search. */
export interface SearchedArchive extends TempArchive {
  /** Appends records to a file; with another `generation` they are its new past. */
  write(records: readonly ToyRecord[], options?: WriteOptions): void;
  find(q: string, query?: Partial<SearchQuery>): Promise<SearchPage>;
  /** Snippets of what is found by words, marks in brackets. */
  shown(q: string, query?: Partial<SearchQuery>): Promise<string[]>;
}

export interface WriteOptions extends Pick<ToyReading, 'generation' | 'sizes'> {
  source?: Partial<SourceRef>;
  /** As an import does: indexed later. */
  bulk?: boolean;
}

export function searchedArchive(): SearchedArchive {
  const archive = tempArchive();
  const written = new Map<string, Buffer>();
  const find = async (q: string, query: Partial<SearchQuery> = {}): Promise<SearchPage> => {
    const page = await archive.reader.search({ q, ...query });
    if (!page) throw new Error(`no session ${query.session}`);
    return page;
  };
  return Object.defineProperties(
    {
      write(records: readonly ToyRecord[], { source = {}, generation, sizes, bulk = false }: WriteOptions = {}) {
        const ref = aSourceRef({ path: 'projects/p/s1.jsonl', ...source });
        const from = archive.writer.source(ref.machine, ref.root, ref.path)?.cursor;
        const isNew = from === undefined || (generation !== undefined && generation !== from.generation);
        const before = isNew ? Buffer.alloc(0) : (written.get(ref.path) ?? Buffer.alloc(0));
        const bytes = Buffer.concat([before, toyBytes(records)]);
        written.set(ref.path, bytes);
        const reading: ToyReading = {
          ...(from && { from }),
          ...(generation && { generation }),
          ...(sizes && { sizes }),
        };
        for (const batch of toyBatches(ref, bytes, reading) as IngestBatch[])
          archive.writer.applyBatch(batch, { bulk });
      },
      find,
      async shown(q: string, query: Partial<SearchQuery> = {}) {
        const { items } = await find(q, { match: 'words', sort: 'oldest', ...query });
        return items.map(({ snippet: { text, marks } }) =>
          marks.reduceRight(
            (line, { start, end }) => `${line.slice(0, start)}[${line.slice(start, end)}]${line.slice(end)}`,
            text,
          ),
        );
      },
    },
    Object.getOwnPropertyDescriptors(archive),
  ) as SearchedArchive;
}
