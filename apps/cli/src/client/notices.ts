import type { Notice } from '@belfry/core';
import type { CommandContext } from '../context.ts';
import { describeRescued, findRescued } from '../daemon/rescued-archives.ts';
import { answer } from '../output/talk.ts';

/** Conditions to tell: the daemon's own words when it runs, else what can be seen without it. */
export function readNotices(
  { configProblem, paths }: CommandContext,
  ofDaemon: readonly Notice[] | undefined,
): Notice[] {
  if (ofDaemon !== undefined) return [...ofDaemon];
  const since = new Date().toISOString();
  const rescued = describeRescued(findRescued(paths.archiveFile));
  return [
    ...(configProblem === undefined ? [] : [toNotice('config-invalid', configProblem, since)]),
    ...(rescued === undefined ? [] : [toNotice('archive-lost', rescued, since)]),
  ];
}

export function printNotices(notices: readonly Notice[]): void {
  for (const { message, hint } of notices) {
    answer(message);
    if (hint !== undefined) answer(`  ${hint.replaceAll('\n', '\n  ')}`);
  }
}

function toNotice(kind: Notice['kind'], said: { message: string; hint?: string | undefined }, since: string): Notice {
  const { message, hint } = said;
  return { kind, message, ...(hint === undefined ? {} : { hint }), since };
}
