import type { Block } from '@belfry/core';
import type { ToyRecord } from './toy-source.ts';

/** What the records below have in common. */
export interface SaidOptions {
  /** Native session id; default `s1`. */
  session?: string;
  at?: number;
}

const defaults = { session: 's1', at: Date.UTC(2026, 0, 2) };

/** A message of one text, or of these blocks. */
export function saidRecord(
  key: string,
  content: string | Block[],
  options: SaidOptions & {
    role?: 'user' | 'assistant' | 'system';
    variant?: 'prompt' | 'reply' | 'error';
    record?: string;
    inherited?: boolean;
  } = {},
): ToyRecord {
  const { role = 'user', variant = 'prompt', record = key, inherited, ...rest } = options;
  const { session, at } = { ...defaults, ...rest };
  const blocks: Block[] = typeof content === 'string' ? [{ type: 'text', text: content }] : content;
  const preview = typeof content === 'string' ? content.slice(0, 40) : '';
  const fact = { type: 'message', session, key, record, role, variant, at, preview } as const;
  return { session, at, blocks, facts: [inherited ? { ...fact, inherited } : fact] };
}

/** A reply that calls a tool. */
export function calledRecord(callId: string, input: unknown, options: SaidOptions & { tool?: string } = {}): ToyRecord {
  const { tool = 'Bash', ...rest } = options;
  const { session, at } = { ...defaults, ...rest };
  const messageKey = `m-${callId}`;
  const message = {
    type: 'message',
    session,
    key: messageKey,
    record: messageKey,
    role: 'assistant',
    variant: 'reply',
    at,
    preview: '',
  } as const;
  return {
    session,
    at,
    blocks: [{ type: 'tool-call', callId, name: tool, input }],
    facts: [message, { type: 'tool-call', session, callId, messageKey, name: tool, kind: 'shell', summary: '', at }],
  };
}

/** A tool's answer. */
export function answeredRecord(
  callId: string,
  text: string,
  options: SaidOptions & { isError?: boolean; record?: string } = {},
): ToyRecord {
  const { isError = false, record = `a-${callId}`, ...rest } = options;
  const { session, at } = { ...defaults, ...rest };
  const outputBytes = text.length;
  return {
    session,
    at,
    blocks: [{ type: 'tool-result', callId, isError, text }],
    facts: [{ type: 'tool-result', session, callId, record, isError, outcome: '', at, outputBytes, answers: true }],
  };
}
