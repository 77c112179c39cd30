// Hub: publish, subscribe, resume

export type { Delivery, EventDelivery, ResetDelivery, ResetReason } from './delivery.ts';
export type { EventFilter } from './event-filter.ts';
export { type EventPosition, parseEventId, toEventId } from './event-id.ts';
export { createHub, type Hub, type HubOptions, type HubStats, type SubscribeOptions } from './hub.ts';
export type { Subscription } from './subscription.ts';

// Server-sent events

export { decodeSse, type SseMessage } from './sse-decode.ts';
export { createFrameEncoder, encodeFrame, encodeRetry, encodeStreamFrame, type SseFrame } from './sse-encode.ts';
export { pumpSse, type SsePump, type SsePumpOptions, type SseSink } from './sse-pump.ts';
