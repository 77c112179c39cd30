import type { SessionView } from '@belfry/core';
import { plainText } from '../../format/plain-text.ts';

/** A session's title, or what stands in for one. */
export function titleOf(session: Pick<SessionView, 'title' | 'agentType' | 'relation'>): string {
  const title = plainText(session.title);
  if (title !== '') return title;
  if (session.relation !== 'subagent') return 'Untitled session';
  return session.agentType === undefined ? 'Subagent' : `Subagent ${session.agentType}`;
}

/** `claude-opus-5-5-20260401` → `opus-5-5`: dates and the maker's name say nothing in a list. */
export function shortModel(model: string): string {
  return model.replace(/^(claude|models\/|openai\/|anthropic\/)-?/, '').replace(/-\d{8}$/, '');
}

/** Everything a session read and wrote; reasoning is a part of output. */
export function totalTokens(tokens: SessionView['tokens']): number {
  return tokens.input + tokens.output + tokens.cacheRead + tokens.cacheWrite5m + tokens.cacheWrite1h;
}

/** Share of the model's window in use, in percent, when both are known. */
export function contextPercent(session: Pick<SessionView, 'contextTokens' | 'contextWindow'>): number | undefined {
  const { contextTokens, contextWindow } = session;
  if (contextTokens === undefined || contextWindow === undefined || contextWindow === 0) return undefined;
  return (contextTokens / contextWindow) * 100;
}
