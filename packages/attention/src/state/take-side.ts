import type { PaneFact, ProcessFact, SideFact } from '@belfry/core';
import type { Knowledge } from './knowledge.ts';
import { takeHook } from './take-hook.ts';
import { comeBack, leave } from './turn.ts';

/** A prompt is drawn, and children of a call are started, a moment after a hook told of them. */
const drawnMs = 1_000;

/** What was heard beside its transcript adds to what is known of a session. */
export function takeSide(known: Knowledge, fact: SideFact): Knowledge {
  switch (fact.type) {
    case 'hook':
      return takeHook(known, fact);
    case 'status-line':
      return { ...known, statusLineAt: fact.at };
    case 'process':
      return takeProcess(known, fact);
    case 'pane':
      return takePane(known, fact);
  }
}

function takeProcess(known: Knowledge, fact: ProcessFact): Knowledge {
  const { at, pid, what, children, deliberate = false } = fact;
  if (what === 'gone') {
    if (known.process !== undefined && known.process.pid !== pid) return known;
    return leave(known, { at, how: 'process', deliberate });
  }
  const back = comeBack(known, at);
  const seen: Knowledge = { ...back, process: { pid, at, ...(children === undefined ? {} : { children }) } };
  // Something runs: what asked for it was allowed.
  return (children ?? 0) > (known.process?.children ?? 0) ? withoutPrompt(seen, at) : seen;
}

function takePane(known: Knowledge, { at, pane, shows, question }: PaneFact): Knowledge {
  const seen: Knowledge = { ...known, pane: { at, pane, shows, ...(question === undefined ? {} : { question }) } };
  return shows === 'working' ? withoutPrompt(seen, at) : seen;
}

function withoutPrompt(known: Knowledge, at: number): Knowledge {
  if (known.prompt === undefined || at < known.prompt.at + drawnMs) return known;
  const { prompt: _, ...rest } = known;
  return rest;
}
