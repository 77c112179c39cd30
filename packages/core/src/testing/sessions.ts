import type { SessionDetail, SessionView } from '../model/session.ts';
import type { TokenUsage } from '../model/usage.ts';
import { noTokens } from '../token-sums.ts';

/** Tokens, all zero but for what is given. */
export function someTokens(tokens: Partial<TokenUsage> = {}): TokenUsage {
  return { ...noTokens, ...tokens };
}

/** A short Claude session in a project, ended a minute after it began. */
export function aSessionView(session: Partial<SessionView> = {}): SessionView {
  const tokens = someTokens({ input: 12, output: 34, cacheRead: 560, cacheWrite5m: 78 });
  return {
    id: 'claude:11111111-1111-4111-8111-111111111111',
    agent: 'claude',
    machine: 'laptop',
    root: '/home/ada/.claude',
    title: 'Fix the flaky test',
    titleSource: 'agent',
    project: 'engine',
    cwd: '/home/ada/engine',
    branch: 'main',
    models: ['claude-opus-4-8'],
    versions: ['2.1.0'],
    startedAt: '2026-01-02T03:00:00.000Z',
    lastAt: '2026-01-02T03:01:00.000Z',
    messages: 4,
    prompts: 1,
    toolCalls: 1,
    toolErrors: 0,
    pendingCalls: 0,
    children: 0,
    issues: 0,
    tokens,
    countedTokens: tokens,
    sourceGone: false,
    lastPreview: 'All tests pass now.',
    lastKind: 'reply',
    ...session,
  };
}

/** `aSessionView` with the one transcript it was read from. */
export function aSessionDetail(session: Partial<SessionDetail> = {}): SessionDetail {
  const view = aSessionView(session);
  return {
    ...view,
    sources: [
      {
        path: 'projects/-home-ada-engine/11111111-1111-4111-8111-111111111111.jsonl',
        root: view.root,
        role: 'transcript',
        bytes: 4_096,
        generation: 1,
        gone: false,
      },
    ],
    forks: [],
    ...session,
  };
}
