import type { ErrorCode } from '@belfry/core';
import type { Notices } from './notices.ts';

/**
 * Tells that nothing can be stored, as long as one of those who write the archive waits for room. That it is busy for
 * a moment is nothing to tell.
 */
export function createPauseNotice(
  notices: Pick<Notices, 'raise' | 'clear'>,
  path: string,
): (writer: 'ingest' | 'import', code: string | undefined) => void {
  const waiting = new Set<string>();
  return (writer, code) => {
    if (code === ('BELFRY_DISK_FULL' satisfies ErrorCode)) waiting.add(writer);
    else waiting.delete(writer);
    if (waiting.size === 0) {
      notices.clear('disk-full');
      return;
    }
    notices.raise('disk-full', {
      message: `Nothing can be written to ${path}: no space is left.`,
      hint: 'Free some disk space. belfry waits for it, and then reads on where it stopped: nothing is lost.',
    });
  };
}
