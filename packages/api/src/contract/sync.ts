import { Derived, Notice, SyncProgress } from '@belfry/core';
import Type, { type Static } from 'typebox';
import { asOf } from './as-of.ts';

/** A file or directory that is left out until it can be read. */
const Unreadable = Type.Object({
  /** Absolute path. */
  path: Type.String(),
  /** The system's error code, or a short reason. */
  detail: Type.String(),
  /** What to do about it. */
  hint: Type.Optional(Type.String()),
});

/** One directory an agent keeps its sessions in. */
export const RootStatus = Type.Object({
  agent: Type.String(),
  machine: Type.String(),
  /** Absolute path. */
  root: Type.String(),
  state: Type.Union([Type.Literal('scanning'), Type.Literal('watching'), Type.Literal('unavailable')]),
  sources: Type.Integer(),
  /** Why it is unavailable, or what of it cannot be read. */
  reason: Type.Optional(Type.String()),
  /** Files and directories below it that cannot be read, at most 50 of them. */
  unreadable: Type.Optional(Type.Array(Unreadable)),
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
