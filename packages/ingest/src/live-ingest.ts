import { type Clock, type Logger, silentLogger, systemClock } from '@belfry/core';
import type { ImportReport } from './import-sources.ts';
import { createBacklog } from './live/backlog.ts';
import { createPlaceSources, findOwner, isAbandoned, isToBeCompared, progressOf, track } from './live/place-sources.ts';
import { createScanner } from './live/scanner.ts';
import type { IngestSink } from './live/sink.ts';
import { createSourceWork } from './live/source-work.ts';
import { type LiveStatus, toLiveStatus } from './live/status.ts';
import { createVanishing } from './live/vanishing.ts';
import { createWorkQueue } from './live/work-queue.ts';
import { type PlaceOptions, resolvePlaces } from './place.ts';
import { createRootProbe, type RootProbe } from './root-probe.ts';
import type { OpenSource } from './source/source-file.ts';
import { sourcePath } from './source/source-path.ts';
import { systemTimers, type Timers } from './timers.ts';
import type { FoundSource } from './walk-place.ts';
import type { WatchFunction } from './watch/directory-watches.ts';
import { createPlaceWatcher } from './watch/place-watcher.ts';

const dayMs = 86_400_000;
/** Most bytes compared after one look. */
const maxComparedBytes = 32 * 1024 * 1024;

export interface LiveIngestOptions extends PlaceOptions {
  sink: IngestSink;
  clock?: Clock;
  logger?: Logger;
  timers?: Timers;
  /**
   * Time between two looks at all directories, for what no watch told of. Default one minute. Sources untouched for a
   * day in a watched directory are looked at in every tenth, unless something came into their directory or went.
   */
  rescanMs?: number;
  /** Sources touched within this time are read at once, older ones never read are backlog. Default one day. */
  liveMs?: number;
  /** How long to wait before trying a full disk or a busy archive again. Default 5 s. */
  retryMs?: number;
  /** Time between looks at directories the system refuses to watch. Default 2 s. */
  pollMs?: number;
  /**
   * Told the backlog, newest first, when there is some and whenever it grows; for an import elsewhere, after which
   * `rescan()` takes note. Without it the backlog is imported here.
   */
  onBacklog?: (sources: FoundSource[]) => void;
  /** Told the error code when the archive takes nothing any more, and `undefined` when it does again. */
  onPaused?: (code: string | undefined) => void;
  probe?: RootProbe;
  open?: OpenSource;
  watch?: WatchFunction;
}

export interface LiveIngest {
  /** Resolves when every root was looked at once, is watched, and the reading of what is live has begun. Once only. */
  start(): Promise<void>;
  /** Idempotent. Nothing is applied after it resolves; a batch is never cut. */
  stop(): Promise<void>;
  /**
   * Reads a file, or all sources below a directory, now, but for what follows a line too long for the live path: that is
   * left to the backlog. `false` when it is no source of any agent.
   */
  syncPath(path: string): Promise<boolean>;
  /** Looks at all directories now. What an import elsewhere has left unread is told again after the look that follows. */
  rescan(): Promise<void>;
  /** Imports the backlog in this process, newest first; live changes go first. */
  importBacklog(): Promise<ImportReport>;
  /** Resolves when all known live changes are read; not while the archive takes nothing. */
  whenIdle(): Promise<void>;
  status(): LiveStatus;
}

/**
 * Keeps an archive up to date with the agents' files: finds, watches, reads, hands batches to the sink.
 * Sources in use come first, then the backlog. One bad source harms only itself.
 */
export function createLiveIngest(options: LiveIngestOptions): LiveIngest {
  const { sink, clock = systemClock, logger = silentLogger, timers = systemTimers, open } = options;
  const { rescanMs = 60_000, liveMs = dayMs, retryMs = 5_000, pollMs = 2_000 } = options;
  const places = resolvePlaces(options).map(createPlaceSources);
  const cancels = new Map<'rescan' | 'poll' | 'retry', () => void>();
  let phase: 'new' | 'scanning' | 'watching' | 'stopped' = 'new';
  let pausedBy: string | undefined;
  let toldPausedBy: string | undefined;
  let scannedAt: number | undefined;
  let scanning: Promise<void> | undefined;
  let isThorough = true;

  const { agents, onBacklog } = options;
  const backlog = createBacklog({ places, agents, sink, clock, retryMs, ...(onBacklog ? { onBacklog } : {}) });
  const vanishing = createVanishing({ places, sink, timers, logger, onPacked: (file) => queue.push(file) });
  const work = createSourceWork({
    places,
    sink,
    clock,
    timers,
    logger,
    ...(open ? { open } : {}),
    onAgain: (file) => queue.push(file),
    onMissing: vanishing.suspect,
    onBacklog: noteBacklog,
    onRefused: pause,
  });
  const queue = createWorkQueue({ work, clock, timers });
  const watcher = createPlaceWatcher({
    platform: options.environment.platform,
    budget: { activeMs: 3 * dayMs, maxActive: 4_000, maxTotal: 5_000 },
    ...(options.watch ? { watch: options.watch } : {}),
    onAppeared: () => void rescan(),
    onPath: (place, path, directory) => scanner.notice(place, path, directory),
  });
  const scanner = createScanner({
    places,
    sink,
    probe: options.probe ?? createRootProbe(),
    watcher,
    vanishing,
    clock,
    liveMs,
    onSource: queue.push,
    onBacklog: noteBacklog,
    isStopped: () => phase === 'stopped',
  });

  function noteBacklog(): void {
    backlog.note();
    // During a scan more is to come; it is announced at its end.
    if (!scanning) backlog.announce();
  }

  /** Keeps the file for later and lets nothing start until the archive may take something again. */
  function pause(file: string, code: string): void {
    queue.pause();
    queue.push(file);
    pausedBy = code;
    tellPaused(code);
    cancels.get('retry')?.();
    const again = () => {
      pausedBy = undefined;
      queue.resume();
      // What is read first may have been refused by now.
      tellPaused(pausedBy);
    };
    cancels.set('retry', timers.after(retryMs, again));
  }

  function tellPaused(code: string | undefined): void {
    if (code === toldPausedBy) return;
    toldPausedBy = code;
    if (code) logger.warn('archive takes nothing, ingest pauses', { code });
    options.onPaused?.(code);
  }

  function takeUpKnown(): void {
    for (const { ref, cursor, gone } of sink.known()) {
      const owner = places.find(({ place }) => place.root.path === ref.root && place.agent.id === ref.agent);
      const isUnfinished = ref.format === 'jsonl' && !ref.compression && cursor.offset < cursor.file.size;
      if (!owner) continue;
      track(owner, sourcePath(ref), {
        ref,
        stamp: cursor.file,
        gone,
        isUnfinished,
        progress: progressOf(cursor),
      });
    }
  }

  function rescan(thorough = true): Promise<void> {
    if (scanning && thorough && !isThorough) return scanning.then(() => rescan());
    scanning ??= (async () => {
      isThorough = thorough;
      try {
        backlog.takeUp();
        await scanner.scan(thorough);
        scannedAt = clock.now();
        lookAfterQuiet(scannedAt);
      } catch (error) {
        logger.error('look at the directories failed', { error: String(error) });
      } finally {
        scanning = undefined;
        backlog.announce();
      }
    })();
    return scanning;
  }

  /** Unfinished lines that will stay so, and when there is nothing else to do, pasts that were checked in places only. */
  function lookAfterQuiet(nowMs: number): void {
    const isIdle = queue.size === 0;
    let bytes = 0;
    for (const { tracked } of places) {
      for (const [file, source] of tracked) {
        if (isAbandoned(source, nowMs)) queue.push(file);
        if (!isIdle || bytes > maxComparedBytes || !isToBeCompared(source, nowMs)) continue;
        bytes += source.progress.offset;
        queue.push(file);
      }
    }
  }

  /** What an import elsewhere has not read by now is told again after the next look, not at once: it may fail again. */
  async function rescanAfterImport(): Promise<void> {
    backlog.takeUp();
    const left = onBacklog ? backlog.waiting() : [];
    await rescan();
    backlog.release(left);
    scanner.forget();
  }

  function repeat(name: 'rescan' | 'poll', everyMs: number, action: () => Promise<void> | void): void {
    const turn = async () => {
      await action();
      if (phase !== 'stopped') repeat(name, everyMs, action);
    };
    cancels.set(name, timers.after(everyMs, turn));
  }

  return {
    async start() {
      if (phase !== 'new') return;
      phase = 'scanning';
      takeUpKnown();
      await rescan();
      if (isStopped()) return;
      phase = 'watching';
      repeat('rescan', rescanMs, () => rescan(false));
      repeat('poll', pollMs, () => watcher.refused().forEach(scanner.look));
    },
    async stop() {
      phase = 'stopped';
      for (const cancel of cancels.values()) cancel();
      watcher.close();
      vanishing.stop();
      queue.stop();
      await Promise.all([scanning, backlog.stop()]);
    },
    async syncPath(path) {
      const files = findOwner(places, path) ? [path] : scanner.filesBelow(path);
      for (const file of files) {
        // Asked for by name, it is not left to an import.
        findOwner(places, file)?.sources.backlog.delete(file);
        queue.push(file);
      }
      await Promise.all(files.map((file) => queue.whenIdle(file)));
      return files.length > 0;
    },
    rescan: rescanAfterImport,
    importBacklog: () => backlog.import(),
    whenIdle: () => queue.whenIdle(),
    status: () =>
      toLiveStatus(places, {
        phase: phase === 'new' ? 'stopped' : pausedBy && phase !== 'stopped' ? 'paused' : phase,
        ...(pausedBy ? { pausedBy } : {}),
        queued: queue.size,
        backlog: backlog.status(),
        ...(backlog.progress() ? { importing: backlog.progress() } : {}),
        watching: watcher.status(),
        ...(scannedAt === undefined ? {} : { scannedAt }),
      }),
  };

  function isStopped(): boolean {
    return phase === 'stopped';
  }
}
