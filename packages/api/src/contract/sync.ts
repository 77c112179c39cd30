import { Derived, Notice, SyncProgress } from '@belfry/core';
import Type, { type Static } from 'typebox';
import { asOf } from './as-of.ts';

/** One directory an agent keeps its sessions in. */
export const RootStatus = Type.Object({
  agent: Type.String(),
  machine: Type.String(),
  /** Absolute path. */
  root: Type.String(),
  state: Type.Union([Type.Literal('scanning'), Type.Literal('watching'), Type.Literal('unavailable')]),
  sources: Type.Integer(),
  /** Why it is unavailable. */
  reason: Type.Optional(Type.String()),
});
export type RootStatus = Static<typeof RootStatus>;

export const SyncStatus = Type.Object({
  progress: SyncProgress,
  roots: Type.Array(RootStatus),
  /** Absent while the archive is being opened. */
  derived: Type.Optional(Derived),
  /** Conditions of the daemon to tell its user; the event `notices.changed` follows them. */
  notices: Type.Array(Notice),
  asOf,
});
export type SyncStatus = Static<typeof SyncStatus>;
