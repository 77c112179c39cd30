import type { Clock } from '@belfry/core';
import type { AgentDefinition } from '../agent.ts';
import { sortNewestFirst } from '../discover.ts';
import { type ImportProgress, type ImportReport, importSources } from '../import-sources.ts';
import type { Place, PlaceIssue } from '../place.ts';
import type { FoundSource } from '../walk-place.ts';
import { isReadable, type PlaceSources, progressOf, track } from './place-sources.ts';
import type { IngestSink } from './sink.ts';

export interface BacklogDeps {
  places: readonly PlaceSources[];
  agents: readonly AgentDefinition[];
  sink: IngestSink;
  clock: Clock;
  retryMs: number;
  /** Imports elsewhere; without it the backlog is imported here. */
  onBacklog?: (sources: FoundSource[]) => void;
}

/** The sources live ingest leaves to an import. */
export interface Backlog {
  /** There is something new in it; said to whoever imports at the next `announce`. */
  note(): void;
  announce(): void;
  /** Takes out what has been read meanwhile, here or by another process. */
  takeUp(): void;
  /** Everything in it. */
  waiting(): FoundSource[];
  /** An import elsewhere left these: they are taken out, so that the next look judges them anew. */
  release(left: readonly FoundSource[]): void;
  import(): Promise<ImportReport>;
  status(): { files: number; bytes: number };
  progress(): ImportProgress | undefined;
  stop(): Promise<void>;
}

export function createBacklog({ places, agents, sink, clock, retryMs, onBacklog }: BacklogDeps): Backlog {
  let isNoted = false;
  let isStopped = false;
  let importing: Promise<ImportReport> | undefined;
  let progress: ImportProgress | undefined;
  const abort = new AbortController();

  function waiting(): FoundSource[] {
    return places.flatMap((sources) => [...sources.backlog.values()]);
  }

  function announce(): void {
    if (!isNoted || isStopped) return;
    isNoted = false;
    if (onBacklog) onBacklog(sortNewestFirst(waiting()));
    else void importHere();
  }

  function takeUp(): void {
    for (const sources of places) {
      const { backlog } = sources;
      for (const [file, { ref, stamp }] of backlog) {
        const cursor = sink.cursor(ref);
        if (!cursor || cursor.file.size < stamp.size) continue;
        backlog.delete(file);
        const progress = progressOf(cursor);
        track(sources, file, { ref, stamp: cursor.file, gone: false, isUnfinished: false, progress });
      }
    }
  }

  /** Sources that could not be imported leave the backlog too, or they would be tried for ever. */
  function settle(sources: readonly FoundSource[], report: ImportReport): void {
    takeUp();
    for (const { backlog, failures, place } of places) {
      for (const { file, message: detail } of report.failed) {
        const found = backlog.get(file);
        if (!found) continue;
        failures.set(file, { stamp: found.stamp, issue: unreadable(place, file, detail) });
      }
      if (!isStopped) for (const { file } of sources) backlog.delete(file);
    }
  }

  function release(left: readonly FoundSource[]): void {
    for (const { backlog, failures, place } of places) {
      for (const found of left) {
        const { file, stamp } = found;
        if (backlog.get(file) !== found) continue;
        backlog.delete(file);
        // Tried again only when its rights or its stamp change, or an import would be begun for it after every look.
        if (!isReadable(file)) failures.set(file, { stamp, issue: unreadable(place, file, 'EACCES') });
      }
    }
  }

  function importHere(): Promise<ImportReport> {
    importing ??= (async () => {
      const sources = waiting();
      const report = await importSources({
        agents,
        sink,
        sources,
        clock,
        retryMs,
        signal: abort.signal,
        onProgress: (now) => {
          progress = { ...now };
        },
      });
      settle(sources, report);
      importing = undefined;
      progress = undefined;
      announce();
      return report;
    })();
    return importing;
  }

  return {
    note() {
      isNoted = true;
    },
    announce,
    takeUp,
    waiting,
    release,
    import: importHere,
    status() {
      const sources = waiting();
      return { files: sources.length, bytes: sources.reduce((sum, { stamp }) => sum + stamp.size, 0) };
    },
    progress: () => progress,
    async stop() {
      isStopped = true;
      abort.abort();
      await importing;
    },
  };
}

function unreadable(place: Place, path: string, detail: string): PlaceIssue {
  return { code: 'unreadable', agent: place.agent.id, root: place.root.path, path, detail };
}
