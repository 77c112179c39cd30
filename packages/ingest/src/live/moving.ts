import { existsSync } from 'node:fs';
import type { FoundSource } from '../walk-place.ts';
import { type PlaceSources, track } from './place-sources.ts';
import type { IngestSink } from './sink.ts';

const packedSuffix = '.zst';

/**
 * Whether a file never read is left alone because it is compressed and what it was compressed from is still there. Where
 * the file its agent made it from has gone, it goes on with that one's source, so that nothing is kept twice.
 */
export function isShadowed(sources: PlaceSources, { file, ref }: FoundSource, sink: IngestSink): boolean {
  if (sources.tracked.has(file)) return false;
  const name = sources.place.agent.lastingName?.(ref.path);
  if (name === undefined) return false;
  // While it is compressed both files are there; what it was compressed from says as much or more.
  if (ref.compression && existsSync(file.slice(0, -packedSuffix.length))) return true;
  const twin = sources.names.get(name);
  const known = twin === undefined ? undefined : sources.tracked.get(twin);
  if (twin === undefined || known === undefined) return false;
  // Where both are there, one of them is a copy.
  if (existsSync(twin) || !sink.moved?.(known.ref, ref)) return false;
  sources.tracked.delete(twin);
  track(sources, file, { ...known, ref });
  return false;
}

/** Where a vanished file may have gone when it was only compressed. */
export function packedTwin(file: string): string | undefined {
  const packed = file + packedSuffix;
  return existsSync(packed) ? packed : undefined;
}
