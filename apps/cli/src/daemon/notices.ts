import type { Clock, Notice, NoticeKind } from '@belfry/core';

/** Conditions of the daemon its user should know of: told when they begin, change and end. */
export interface Notices {
  current(): Notice[];
  raise(kind: NoticeKind, said: { message: string; hint?: string | undefined }): void;
  clear(kind: NoticeKind): void;
}

export function createNotices(clock: Clock, onChange: (notices: Notice[]) => void): Notices {
  const standing = new Map<NoticeKind, Notice>();
  const current = () => [...standing.values()];
  return {
    current,
    raise(kind, { message, hint }) {
      const known = standing.get(kind);
      if (known?.message === message && known.hint === hint) return;
      const since = known?.since ?? new Date(clock.now()).toISOString();
      standing.set(kind, { kind, message, ...(hint === undefined ? {} : { hint }), since });
      onChange(current());
    },
    clear(kind) {
      if (standing.delete(kind)) onChange(current());
    },
  };
}
