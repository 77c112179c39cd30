import type { BelfryEvent, Change } from '@belfry/core';

/** The event a committed change is told as; pure, one to one. */
export function toEvent(change: Change): BelfryEvent {
  switch (change.type) {
    case 'session':
      return {
        type: change.isNew ? 'session.added' : 'session.updated',
        sessionId: change.session.id,
        session: change.session,
      };
    case 'session-removed':
      return { type: 'session.removed', sessionId: change.sessionId };
    case 'message':
      return {
        type: change.isNew ? 'message.added' : 'message.updated',
        sessionId: change.sessionId,
        message: change.message,
      };
    case 'tool-call':
      return {
        type: change.call.status === 'pending' ? 'tool-call.started' : 'tool-call.finished',
        sessionId: change.sessionId,
        call: change.call,
      };
    case 'quota':
      return { type: 'quota.sampled', sample: change.sample };
    case 'issue':
      return { type: 'issue.found', issue: change.issue };
    case 'source-gone':
      return { type: 'source.vanished', root: change.root, path: change.path, sessionIds: change.sessionIds };
  }
}

/**
 * What a backlog import, or reading kept bytes again, tells: sessions only, each once a call. Its messages are history,
 * and one event for each of them would drown what happens now.
 */
export function toBacklogEvents(changes: readonly Change[]): BelfryEvent[] {
  const latest = new Map<string, BelfryEvent>();
  for (const change of changes) {
    if (change.type === 'session-removed') latest.set(change.sessionId, toEvent(change));
    if (change.type !== 'session') continue;
    const earlier = latest.get(change.session.id);
    const event = toEvent(change);
    latest.set(
      change.session.id,
      earlier?.type === 'session.added' && event.type === 'session.updated'
        ? { ...event, type: 'session.added' }
        : event,
    );
  }
  return [...latest.values()];
}
