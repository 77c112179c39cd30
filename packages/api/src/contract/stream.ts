import { BelfryEvent } from '@belfry/core';
import Type, { type Static } from 'typebox';

export const StreamQuery = Type.Object(
  {
    topics: Type.Optional(
      Type.String({ description: 'Comma list of sessions, messages, tools, quota, sync; default all.' }),
    ),
    session: Type.Optional(Type.String({ description: 'Only events of this session (public id).' })),
    since: Type.Optional(
      Type.String({ description: 'Resume after this event id. The header Last-Event-ID goes first.' }),
    ),
  },
  { additionalProperties: false },
);
export type StreamQuery = Static<typeof StreamQuery>;

/** First frame of a stream; its `id:` is where the stream starts, so that a drop before the first event loses nothing. */
export const StreamOpened = Type.Object({ type: Type.Literal('stream.opened'), id: Type.String() });

/** Events were lost to this client: refetch what is on screen. Later events follow after `id`. */
export const StreamReset = Type.Object({
  type: Type.Literal('stream.reset'),
  id: Type.String(),
  /** `restart`: the id is of another process · `gap`: too old or unknown · `overflow`: this client was too slow. */
  reason: Type.Union([Type.Literal('gap'), Type.Literal('overflow'), Type.Literal('restart')]),
});

/** Comes every 15 s; none for 40 s means the connection is dead. Its `id:` moves the resume point of quiet streams. */
export const StreamHeartbeat = Type.Object({ type: Type.Literal('stream.heartbeat'), id: Type.String() });

/**
 * The JSON in `data:` of each SSE frame; `event:` repeats its `type`, `id:` is the event id `<boot>.<seq>`.
 */
export const StreamMessage = Type.Union([BelfryEvent, StreamOpened, StreamReset, StreamHeartbeat]);
export type StreamMessage = Static<typeof StreamMessage>;
export type StreamMessageType = StreamMessage['type'];
