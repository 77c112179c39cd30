import type { SignInPort, SignInRow } from '../ports/sign-in-port.ts';

/** Sign-ins kept in memory, with what was stored open to tests. */
export function signInRows(): SignInPort & { rows: Map<string, SignInRow> } {
  const rows = new Map<string, SignInRow>();
  return {
    rows,
    create: (row) => void rows.set(row.id, row),
    find: (tokenHash) => [...rows.values()].find((row) => row.tokenHash === tokenHash),
    touch: (id, lastSeenAt) => {
      const row = rows.get(id);
      if (row) rows.set(id, { ...row, lastSeenAt });
    },
    revoke: (id) => rows.delete(id),
    list: () => [...rows.values()].reverse(),
  };
}
