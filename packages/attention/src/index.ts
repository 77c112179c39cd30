// What sessions do

export {
  createSessionStates,
  type SessionStates,
  type SessionStatesOptions,
  type StateChange,
} from './session-states.ts';
export type { Knowledge } from './state/knowledge.ts';
export { type Thresholds, thresholds } from './state/thresholds.ts';

// The same on a virtual clock

export { formatTimeline, type Happening, replay, type ReplayOptions, type TimelineEntry } from './replay.ts';
