import type { Derived } from '@belfry/core';
import { formatBytes } from '../output/figures.ts';

/** What is still to be derived from the archive's bytes, and who does it. */
export function behindLines({ usage, transcripts, messageIndex, outputIndex }: Derived): string[] {
  const lines: string[] = [];
  const read = [
    ...(usage.complete ? [] : [`usage (${formatBytes(usage.pendingBytes)} left)`]),
    ...(transcripts.complete ? [] : [`transcripts (${formatBytes(transcripts.pendingBytes)} left)`]),
  ];
  if (read.length > 0) {
    lines.push(`As an older belfry read them: ${read.join(' and ')}. The daemon reads the kept bytes again.`);
  }
  const indexed = [
    ...(messageIndex.complete ? [] : [`messages (${formatBytes(messageIndex.pendingBytes)} left)`]),
    ...(outputIndex.complete ? [] : [`tool outputs (${formatBytes(outputIndex.pendingBytes)} left)`]),
  ];
  if (indexed.length > 0) lines.push(`Still to be indexed: ${indexed.join(' and ')}. The daemon does it.`);
  return lines;
}
