import { existsSync } from 'node:fs';
import { type Logger, toBelfryError } from '@belfry/core';
import type { AgentDefinition } from '../agent.ts';
import { abandonedLine } from '../source/abandoned-line.ts';
import type { Timers } from '../timers.ts';
import { packedTwin } from './moving.ts';
import { findOwner, isPlaceLost, type PlaceSources, type TrackedSource } from './place-sources.ts';
import type { IngestSink } from './sink.ts';

/** Files are replaced by removing and making them anew; only after this long a missing one has vanished. */
const graceMs = 500;

export interface Vanishing {
  /** A file is missing; looked at again, together with others, after a moment. */
  suspect(file: string): void;
  /** These files are missing for certain. */
  confirm(sources: PlaceSources, files: readonly string[]): void;
  stop(): void;
}

export interface VanishingDeps {
  places: readonly PlaceSources[];
  sink: IngestSink;
  timers: Timers;
  logger: Logger;
  /** A vanished file was only compressed: this one takes its place. */
  onPacked: (file: string) => void;
}

/** Tells files that vanished from a place that is not there any more, and tells the sink about the former. */
export function createVanishing({ places, sink, timers, logger, onPacked }: VanishingDeps): Vanishing {
  const suspects = new Set<string>();
  let cancel: (() => void) | undefined;

  function judgeSuspects(): void {
    cancel = undefined;
    const missing = [...suspects].filter((file) => !existsSync(file));
    suspects.clear();
    for (const sources of places) {
      const own = missing.filter((file) => findOwner(places, file)?.sources === sources);
      const lost = own.filter((file) => !isPacked(sources, file));
      if (lost.length > 0) confirm(sources, lost);
    }
  }

  /** The next look at the directories finds it missing again if the other file does not take its place. */
  function isPacked({ tracked }: PlaceSources, file: string): boolean {
    const packed = tracked.has(file) ? packedTwin(file) : undefined;
    if (packed === undefined || tracked.has(packed)) return false;
    onPacked(packed);
    return true;
  }

  function confirm(sources: PlaceSources, files: readonly string[]): void {
    const { agent, root } = sources.place;
    const known = files.filter((file) => sources.tracked.get(file)?.gone === false);
    for (const file of files) {
      sources.backlog.delete(file);
      sources.failures.delete(file);
    }
    if (known.length === 0) return;
    const isRootGone = !existsSync(root.path);
    if (isRootGone || isPlaceLost(sources, known)) {
      const detail = isRootGone ? 'ENOENT' : 'all sources vanished at once';
      if (!sources.issues.some((issue) => issue.detail === detail)) {
        sources.issues.push({ code: 'root-unavailable', agent: agent.id, root: root.path, path: root.path, detail });
        logger.warn('root is not available', { agent: agent.id, root: root.path, detail });
      }
      return;
    }
    for (const file of known) markGone(sources, file);
  }

  function markGone(sources: PlaceSources, file: string): void {
    const source = sources.tracked.get(file);
    if (!source) return;
    try {
      if (source.isUnfinished) tellUnfinished(sources.place.agent, source);
      sink.gone(source.ref);
      source.gone = true;
    } catch (thrown) {
      // The next re-scan finds it missing again.
      logger.warn('cannot mark a source as gone', { file, error: toBelfryError(thrown).code });
    }
  }

  /** Its last line will never be finished now. */
  function tellUnfinished(agent: AgentDefinition, tracked: TrackedSource): void {
    const { ref } = tracked;
    const cursor = sink.cursor(ref);
    if (!cursor) return;
    const pending = sink.archived?.(ref, cursor.generation, cursor.offset, cursor.file.size - cursor.offset);
    const issues = pending ? abandonedLine(Buffer.from(pending), cursor.offset) : [];
    if (pending && issues.length > 0) {
      const nothing = { bytes: new Uint8Array(), facts: [], bounds: [] };
      sink.apply({ source: ref, from: cursor, to: cursor, ...nothing, pending, issues, parser: agent.version });
    }
    tracked.isUnfinished = false;
  }

  return {
    suspect(file) {
      suspects.add(file);
      cancel ??= timers.after(graceMs, judgeSuspects);
    },
    confirm,
    stop() {
      cancel?.();
      suspects.clear();
    },
  };
}
