import type { Change, MessageHead, SessionView } from '@belfry/core';
import { aMessageHead, aSessionView } from '@belfry/core/testing';
import { expect, test } from 'vitest';
import { toBacklogEvents, toEvent } from './to-events.ts';

const session: SessionView = aSessionView();
const message: MessageHead = aMessageHead();

test('a new row is added, a changed one updated', () => {
  expect(toEvent({ type: 'session', isNew: true, session }).type).toBe('session.added');
  expect(toEvent({ type: 'session', isNew: false, session }).type).toBe('session.updated');
  expect(toEvent({ type: 'message', isNew: false, sessionId: session.id, message }).type).toBe('message.updated');
});

test('a backlog tells each session once, with its latest figures, and no message', () => {
  const changes: Change[] = [
    { type: 'session', isNew: true, session },
    { type: 'message', isNew: true, sessionId: session.id, message },
    { type: 'session', isNew: false, session: { ...session, messages: 7 } },
  ];
  expect(toBacklogEvents(changes)).toEqual([
    { type: 'session.added', sessionId: session.id, session: { ...session, messages: 7 } },
  ]);
});

test('a backlog tells the end of a session that turned out to be none', () => {
  const removed = { type: 'session-removed', sessionId: session.id } as const;
  expect(toBacklogEvents([{ type: 'session', isNew: false, session }, removed])).toEqual([
    { type: 'session.removed', sessionId: session.id },
  ]);
});
