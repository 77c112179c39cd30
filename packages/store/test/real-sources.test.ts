import { statSync } from 'node:fs';
import { agents, createContentReader } from '@belfry/ingest';
import { describe, expect, it } from 'vitest';
import { openReadStore } from '../src/index.ts';
import { tempArchive } from '../src/testing/index.ts';
import { hasSamples, importSource, realRoots, realSources } from './real-sources.ts';
import { recount } from './recount.ts';

const content = createContentReader(agents);

if (!hasSamples) console.warn('no sample transcripts found (BELFRY_SAMPLES): only the parsers’ fixtures are read');

describe.each(realRoots)('the files of $agentId in $root', { timeout: 180_000 }, (place) => {
  const sources = realSources(place);

  it('give the same archive in any order, in large pieces or small, and count alike', () => {
    expect(sources.length).toBeGreaterThan(3);
    using forward = tempArchive();
    using backward = tempArchive();
    for (const source of sources) importSource(forward.writer, source, { bulk: true, maxBatchBytes: 4_000_000 });
    for (const source of sources.toReversed()) {
      importSource(backward.writer, source, { bulk: false, maxBatchBytes: 50_000 });
    }
    backward.writer.fold(Number.POSITIVE_INFINITY);
    expect(backward.dump() === forward.dump()).toBe(true);
    const { kept, counted } = recount(forward.path);
    expect(kept).toEqual(counted);
  });

  it('come back byte for byte, and every message with its content', async () => {
    using archive = tempArchive();
    let sourceBytes = 0;
    for (const source of sources) {
      importSource(archive.writer, source, { bulk: true, maxBatchBytes: 1_000_000 });
      const bytes = source.bytes();
      sourceBytes += bytes.length;
      expect(Buffer.concat([...archive.writer.restore(source.ref)]).equals(bytes), source.ref.path).toBe(true);
    }
    const reader = openReadStore({ path: archive.path, content });
    const { items } = await reader.sessions({ includeSubagents: true, limit: 500 });
    expect(items.length).toBeGreaterThan(0);
    for (const session of items) {
      let read = 0;
      let page = await reader.messages({ sessionId: session.id, edge: 'start', limit: 200 });
      for (;;) {
        for (const message of page?.messages ?? []) {
          read += 1;
          if (message.preview !== '') expect(message.blocks.length, `${session.id} ${message.key}`).toBeGreaterThan(0);
        }
        if (!page?.next) break;
        page = await reader.messages({ sessionId: session.id, after: page.next, limit: 200 });
      }
      expect(read).toBe(session.messages);
    }
    reader.close();
    // Small fixtures are mostly empty pages.
    if (sourceBytes > 10_000_000) expect(statSync(archive.path).size / sourceBytes).toBeLessThan(0.4);
  });
});
