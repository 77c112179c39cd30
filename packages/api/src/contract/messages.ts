import { MessagePage, MessageVariant } from '@belfry/core';
import Type, { type Static } from 'typebox';

/** A window of a transcript: at most one of `before`, `after`, `around`; none of them for the newest messages. */
export const MessageListQuery = Type.Object(
  {
    before: Type.Optional(Type.String()),
    after: Type.Optional(Type.String()),
    /** A message key or cursor the window is centred on. */
    around: Type.Optional(Type.String()),
    /** Without a cursor: the first messages (`start`) or the newest (`end`, default). */
    edge: Type.Optional(Type.Union([Type.Literal('start'), Type.Literal('end')])),
    /** Only messages of these variants, e.g. `prompt` and `queued` for an outline. */
    variant: Type.Optional(Type.Array(MessageVariant, { maxItems: 10 })),
    limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 500, default: 60 })),
  },
  { additionalProperties: false },
);
export type MessageListQuery = Static<typeof MessageListQuery>;

export { MessagePage };

/** Images are answered as their own bytes, not as JSON. */
export const ImageParams = Type.Object({
  id: Type.String(),
  /** Message key, or call id for an image in a tool result. */
  key: Type.String(),
  index: Type.Integer({ minimum: 0 }),
});
