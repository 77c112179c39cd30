import type { HookFact } from '@belfry/core';
import type { SignalIssue, SignalReading } from '../agent-hooks.ts';
import { endingQuestion } from './asked.ts';
import { isObject, list, name, preview, type RawObject, text } from './raw-fields.ts';

/** What a hook says besides who it is. */
export type HookSaying = Pick<HookFact, 'kind'> &
  Partial<Omit<HookFact, 'type' | 'agent' | 'session' | 'at' | 'event'>>;

/** Longer is no id of any agent. */
const maxIdLength = 128;
const maxTextLength = 4_096;
const idShape = /^[\w.:-]+$/;

/** An id that may name a session: it becomes a part of paths and addresses. */
export function sessionId(payload: RawObject, key: string): string | undefined {
  const id = name(payload, key);
  return id !== undefined && id.length <= maxIdLength && idShape.test(id) ? id : undefined;
}

/** A short text as it stands, e.g. a path or a mode; anything else is absent. */
export function shortText(payload: RawObject, key: string): string | undefined {
  const value = name(payload, key);
  return value === undefined || value.length > maxTextLength ? undefined : value;
}

/** One line of the text at `key`; absent when there is none. */
export function lineOf(payload: RawObject, key: string): string | undefined {
  const line = preview(text(payload, key) ?? '');
  return line === '' ? undefined : line;
}

/** The fields that are there: what an agent does not tell is absent in the fact too. */
export function present<T extends object>(fields: T): { [K in keyof T]?: Exclude<T[K], undefined> } {
  const said = Object.entries(fields).filter(([, value]) => value !== undefined);
  return Object.fromEntries(said) as { [K in keyof T]?: Exclude<T[K], undefined> };
}

/** The last words of a turn; they may be long and ask at their end, which their first line does not show. */
export function lastWords(payload: RawObject, key: string): Pick<HookFact, 'text' | 'question'> {
  return present({ text: lineOf(payload, key), question: endingQuestion(text(payload, key) ?? '') });
}

/** What is asked when a tool may not run by itself: `words`, or what it would do. */
export function permissionFor(tool: HookFact['tool'], words?: string): NonNullable<HookFact['question']> {
  const line = [tool?.name, tool?.summary].filter((word) => word !== undefined && word !== '').join(': ');
  return { kind: 'permission', questions: [{ text: words ?? preview(line), choices: [], multiple: false }] };
}

/** How many of the tasks in the background have not ended. */
export function countRunning(payload: RawObject): number {
  return list(payload, 'background_tasks').filter((task) => isObject(task) && task.status === 'running').length;
}

export function wrongShape(payload: unknown, detail: string): SignalReading<never> {
  return { issue: { code: 'wrong-shape', detail, excerpt: toExcerpt(payload) } };
}

export function unknownEvent(payload: unknown, detail: string): SignalIssue {
  return { code: 'unknown-record', detail: preview(detail), excerpt: toExcerpt(payload) };
}

/** Names of fields only: what stands in them is of no use to understand the shape. */
function toExcerpt(payload: unknown): string {
  if (!isObject(payload)) return Array.isArray(payload) ? 'a list' : `a ${payload === null ? 'null' : typeof payload}`;
  return preview(`{ ${Object.keys(payload).join(' ')} }`).slice(0, 120);
}
