import type { DiskFigures, DiskUsage } from '../model/disk.ts';

const figures: DiskFigures = { sources: 2, sourcesGone: 1, sourceBytes: 4_096, goneBytes: 1_024, keptBytes: 900 };

/** An archive of one agent with two files, one of them gone. */
export function aDiskUsage(usage: Partial<DiskUsage> = {}): DiskUsage {
  return {
    archive: { fileBytes: 20_480, walBytes: 0, freeBytes: 4_096, segmentBytes: 800, blobBytes: 100, rowBytes: 15_484 },
    total: figures,
    items: [{ name: 'claude', sessions: 1, lastAt: '2026-01-02T03:01:00.000Z', ...figures }],
    groups: 1,
    ...usage,
  };
}
