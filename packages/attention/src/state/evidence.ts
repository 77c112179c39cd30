import type { EvidenceSource, StateEvidence } from '@belfry/core';
import type { Knowledge } from './knowledge.ts';

export function toIso(at: number): string {
  return new Date(at).toISOString();
}

export function says(source: EvidenceSource, sign: string, at: number, text: string): StateEvidence {
  return { source, sign, at: toIso(at), text };
}

/** Whose word it is, at the head of a sentence. */
export const speakers: Record<EvidenceSource, string> = {
  hook: 'Its hook',
  transcript: 'Its transcript',
  'status-line': 'Its status line',
  process: 'Its process',
  pane: 'Its terminal',
};

/** What else is known, behind what decides. */
export function background(known: Knowledge): StateEvidence[] {
  const { process, hookAt, statusLineAt, lastAt, pane, left } = known;
  const hooks = hookAt === undefined ? [] : [says('hook', 'hooks-heard', hookAt, 'Its hooks are heard.')];
  if (left !== undefined) return hooks;
  return [
    ...hooks,
    says(
      hookAt !== undefined && hookAt >= lastAt ? 'hook' : 'transcript',
      'last-sign',
      lastAt,
      'Its last sign of work.',
    ),
    ...(statusLineAt === undefined
      ? []
      : [says('status-line', 'status-line', statusLineAt, 'Its status line was drawn.')]),
    ...(process === undefined
      ? []
      : [says('process', 'process-lives', process.at, `Its process ${process.pid} lives.`)]),
    ...(pane === undefined ? [] : [says('pane', `pane-${pane.shows}`, pane.at, `Its terminal shows: ${pane.shows}.`)]),
  ];
}
