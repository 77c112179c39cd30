import type { StreamMessage, StreamMessageType } from '@belfry/api/contract';

/** One message of the event stream with its id. */
export interface Frame {
  id: string;
  message: StreamMessage;
}

/** State of the one stream this browser holds. */
export type Link = 'connecting' | 'open' | 'lost';

/**
 * Every type a frame may have: `EventSource` delivers only those one listens to. Listed here instead of
 * read from the schemas, which would carry the schema library into the page; the type keeps it complete.
 */
const known: Record<StreamMessageType, true> = {
  'stream.opened': true,
  'stream.reset': true,
  'stream.heartbeat': true,
  'session.added': true,
  'session.updated': true,
  'session.removed': true,
  'message.added': true,
  'message.updated': true,
  'tool-call.started': true,
  'tool-call.finished': true,
  'quota.sampled': true,
  'issue.found': true,
  'source.vanished': true,
  'sync.progressed': true,
  'notices.changed': true,
  'state.changed': true,
  'alert.raised': true,
  'alert.updated': true,
  'alert.cleared': true,
};

export const frameTypes = Object.keys(known) as StreamMessageType[];
