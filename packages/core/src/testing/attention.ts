import type { Alert } from '../model/alert.ts';
import type { SessionState } from '../model/session-state.ts';
import type { HookFact } from '../signals.ts';

const native = '11111111-1111-4111-8111-111111111111';
const sessionId = `claude:${native}`;

/** A session that waits for a yes, as its hook said. */
export function aSessionState(state: Partial<SessionState> = {}): SessionState {
  const askedAt = '2026-01-02T03:00:00.000Z';
  return {
    sessionId,
    state: 'needs-permission',
    since: askedAt,
    certainty: 'certain',
    evidence: [
      { source: 'hook', sign: 'permission-asked', at: askedAt, text: 'Its hook says that it asks for permission.' },
    ],
    wouldChange: ['The result of the call, or the end of the turn.'],
    question: {
      kind: 'permission',
      tool: 'Bash',
      summary: 'npm test',
      questions: [{ text: 'May Bash run npm test?', choices: [{ label: 'Yes' }, { label: 'No' }], multiple: false }],
      askedAt,
    },
    openCalls: 1,
    subagents: { working: 0, waiting: 0 },
    turnSince: '2026-01-02T02:59:00.000Z',
    humanAt: '2026-01-02T02:59:00.000Z',
    ...state,
  };
}

/** Raised because a session waits for a yes. */
export function anAlert(alert: Partial<Alert> = {}): Alert {
  return {
    id: `needs-permission:${sessionId}:2026-01-02T03:00:00.000Z`,
    rule: 'needs-permission',
    severity: 'urgent',
    sessionId,
    agent: 'claude',
    project: 'engine',
    since: '2026-01-02T03:00:00.000Z',
    raisedAt: '2026-01-02T03:00:00.000Z',
    title: 'Waits for permission',
    details: 'May Bash run npm test?',
    data: { tool: 'Bash' },
    evidence: aSessionState().evidence,
    rings: true,
    ...alert,
  };
}

/** The hook of a tool that starts. */
export function aHookFact(fact: Partial<HookFact> = {}): HookFact {
  return {
    type: 'hook',
    agent: 'claude',
    session: native,
    at: Date.UTC(2026, 0, 2, 3, 0, 0),
    kind: 'tool-started',
    event: 'PreToolUse',
    cwd: '/home/ada/engine',
    permissionMode: 'default',
    tool: { name: 'Bash', kind: 'shell', summary: 'npm test', callId: 'toolu_01' },
    ...fact,
  };
}
