import type { SessionView } from '@belfry/core';

/** A session for tests, complete, with what the test cares about. */
export function aSession(rest: Partial<SessionView> = {}): SessionView {
  const tokens = {
    input: 0,
    output: 0,
    reasoning: 0,
    cacheRead: 0,
    cacheWrite5m: 0,
    cacheWrite1h: 0,
    webSearches: 0,
  };
  return {
    id: 'claude:1',
    agent: 'claude',
    machine: 'here',
    root: '/home/ada/.claude',
    title: 'Make totals agree',
    titleSource: 'prompt',
    project: 'ledger',
    models: [],
    versions: [],
    messages: 0,
    prompts: 0,
    toolCalls: 0,
    toolErrors: 0,
    pendingCalls: 0,
    children: 0,
    issues: 0,
    tokens,
    countedTokens: tokens,
    sourceGone: false,
    lastPreview: '',
    lastKind: 'reply',
    ...rest,
  };
}
