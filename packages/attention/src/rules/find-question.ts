import { type Findings, nothing, type WatchedSession } from './rule.ts';

/** A session that waits for its user, with what it asks. A subagent's question is its parent's, and is told there. */
export function findQuestion(
  { state, isSubagent }: WatchedSession,
  wanted: 'needs-permission' | 'needs-answer',
  title: string,
  dwell: { unsureDwellMs: number; paneDwellMs: number },
): Findings {
  if (state.state !== wanted || isSubagent) return nothing;
  const { question, certainty, evidence } = state;
  const asked = question?.questions.map(({ text }) => text).filter((text) => text !== '');
  const details = asked === undefined || asked.length === 0 ? (evidence[0]?.text ?? title) : asked.join(' ');
  const isSure = certainty === 'certain';
  const isSeen = evidence[0]?.source === 'pane';
  return {
    findings: [
      {
        ...(question?.callId === undefined ? {} : { key: question.callId }),
        since: Date.parse(state.since),
        title: isSure ? title : `Probably ${title.toLowerCase()}`,
        details,
        data: {
          kind: question?.kind ?? 'permission',
          ...(question?.tool === undefined ? {} : { tool: question.tool }),
        },
        evidence,
        // A screen that shows a question is better evidence than a silence.
        ...(isSure ? {} : { severity: 'warning', dwellMs: isSeen ? dwell.paneDwellMs : dwell.unsureDwellMs }),
      },
    ],
  };
}
