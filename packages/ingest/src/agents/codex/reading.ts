import type { Fact, Issue, MessageFact, SessionPatch, Span } from '@belfry/core';
import { preview } from '../raw-fields.ts';
import type { CodexState } from './state.ts';

/** One record on its way to facts. `state` is this record's own copy: fields are replaced, never changed inside. */
export interface Reading {
  state: CodexState;
  span: Span;
  at: number | undefined;
  /** Identity of the record inside its session. */
  record: string;
  /** Belongs to the history a fork copied from its parent. */
  inherited: boolean;
  facts: Fact[];
  issues: Issue[];
}

export function saySession(reading: Reading, patch: SessionPatch, session = reading.state.session): void {
  reading.facts.push({ type: 'session', session, span: reading.span, patch });
}

/** A message of one record. Whatever it is, the model's reply before it is complete. */
export function sayMessage(
  reading: Reading,
  role: MessageFact['role'],
  variant: MessageFact['variant'],
  text: string,
): void {
  reading.state.replyOpen = false;
  pushMessage(reading, reading.record, role, variant, preview(text));
}

/** One more item of the model's reply: its records share a message until something else is said. */
export function sayReply(reading: Reading, text: string): void {
  const { state } = reading;
  if (!state.replyOpen) {
    state.reply = reading.record;
    state.replyOpen = true;
  }
  state.worked = true;
  pushMessage(reading, state.reply, 'assistant', 'reply', preview(text));
}

function pushMessage(
  reading: Reading,
  key: string,
  role: MessageFact['role'],
  variant: MessageFact['variant'],
  head: string,
): void {
  const { state } = reading;
  const fact: MessageFact = {
    type: 'message',
    session: state.session,
    span: reading.span,
    key,
    record: reading.record,
    role,
    variant,
    preview: head,
  };
  if (reading.at !== undefined) fact.at = reading.at;
  if (role === 'assistant' && state.model !== undefined) fact.model = state.model;
  if (reading.inherited) fact.inherited = true;
  reading.facts.push(fact);
}

// biome-ignore lint/suspicious/noControlCharactersInRegex: an excerpt is shown on terminals
const control = /[\u0000-\u001f\u007f-\u009f]/g;

export function sayIssue(reading: Reading, code: Issue['code'], detail: string, value: unknown): void {
  const excerpt = JSON.stringify(value).slice(0, 120).replace(control, ' ');
  reading.issues.push({ code, detail, ...reading.span, excerpt });
}
