// What sessions do

export {
  createSessionStates,
  type SavedSession,
  type SessionStates,
  type SessionStatesOptions,
  type StateChange,
} from './session-states.ts';
export type { Knowledge } from './state/knowledge.ts';
export { type Thresholds, thresholds } from './state/thresholds.ts';

// What somebody should know of

export type {
  Attention,
  AttentionChange,
  AttentionOptions,
  ChangedAttention,
  RuleSettings,
  SavedAttention,
} from './attention.ts';
export { createAttention } from './create-attention.ts';
export type { AlertChange, AlertEntry, HushSettings } from './alerts/alert-book.ts';
export { isMuted, type MinuteOfDay, type Mute, type QuietHours, quietUntil } from './alerts/hush.ts';
export { rules } from './rules/registry.ts';
export {
  defineRule,
  defineWorldRule,
  type Finding,
  type Findings,
  type Rule,
  type RuleTime,
  type SessionRule,
  type WatchedSession,
  type WorldRule,
} from './rules/rule.ts';
export type { DoneCall, RunningCall, SessionWatch } from './watch/session-watch.ts';
export type { Expiry, SourceTrouble, Spend, WorldWatch } from './watch/world-watch.ts';

// The same on a virtual clock

export { formatTimeline, type Happening, replay, type ReplayOptions, type TimelineEntry } from './replay.ts';
