import type { BelfryEvent, BelfryEventType } from '../events.ts';
import type { ToolCallHead } from '../model/tool-call.ts';
import { anAlert, aSessionState } from './attention.ts';
import { anIssueView } from './issues.ts';
import { aMessageHead, aToolCallHead } from './messages.ts';
import { aQuotaSample } from './quota.ts';
import { aSessionView } from './sessions.ts';

type EventOf<T extends BelfryEventType> = Extract<BelfryEvent, { type: T }>;

const session = aSessionView();
const sessionId = session.id;

const samples: { [T in BelfryEventType]: EventOf<T> } = {
  'session.added': { type: 'session.added', sessionId, session },
  'session.updated': { type: 'session.updated', sessionId, session },
  'session.removed': { type: 'session.removed', sessionId },
  'message.added': { type: 'message.added', sessionId, message: aMessageHead() },
  'message.updated': { type: 'message.updated', sessionId, message: aMessageHead() },
  'tool-call.started': {
    type: 'tool-call.started',
    sessionId,
    call: aPendingCall(),
  },
  'tool-call.finished': { type: 'tool-call.finished', sessionId, call: aToolCallHead() },
  'quota.sampled': { type: 'quota.sampled', sample: aQuotaSample() },
  'issue.found': { type: 'issue.found', issue: anIssueView() },
  'source.vanished': {
    type: 'source.vanished',
    root: session.root,
    path: 'projects/-home-ada-engine/11111111-1111-4111-8111-111111111111.jsonl',
    sessionIds: [sessionId],
  },
  'sync.progressed': {
    type: 'sync.progressed',
    progress: { phase: 'importing', filesDone: 1, filesTotal: 4, bytesDone: 1_000, bytesTotal: 4_000, issues: 0 },
  },
  'notices.changed': {
    type: 'notices.changed',
    notices: [
      {
        kind: 'config-invalid',
        message: 'config.toml: "port" must be integer.',
        hint: 'port: Port to listen on.',
        since: '2026-01-02T03:00:00.000Z',
      },
    ],
  },
  'state.changed': { type: 'state.changed', sessionId, state: aSessionState({ sessionId }) },
  'alert.raised': { type: 'alert.raised', sessionId, alert: anAlert({ sessionId }) },
  'alert.updated': { type: 'alert.updated', sessionId, alert: anAlert({ sessionId, rings: false }) },
  'alert.cleared': {
    type: 'alert.cleared',
    sessionId,
    alert: anAlert({ sessionId, clearedAt: '2026-01-02T03:01:00.000Z', clearReason: 'resolved' }),
  },
};

function aPendingCall(): ToolCallHead {
  const { finishedAt: _, ...call } = aToolCallHead({ status: 'pending', outcome: '' });
  return call;
}

/** One of every kind of event. */
export const sampleEvents: readonly BelfryEvent[] = Object.values(samples);

/** An event of that kind with defaults for what is not given. */
export function anEvent<T extends BelfryEventType>(type: T, event: Partial<EventOf<T>> = {}): EventOf<T> {
  return { ...structuredClone(samples[type]), ...event };
}
