import type { Connection } from '../database/connection.ts';
import type { Transact } from '../database/transaction.ts';

/** A signed-in browser; hashes only, so that a copy of the database signs nobody in. */
export interface SignIn {
  id: string;
  /** SHA-256 of the cookie's token, hex. Unique. */
  tokenHash: string;
  /** SHA-256 of the page key, hex. */
  keyHash: string;
  label: string;
  /** Milliseconds since 1970 UTC. */
  createdAt: number;
  lastSeenAt: number;
}

/** Sign-ins of `state.db`; what `create` and `revoke` did survives power loss. */
export interface SignIns {
  create(signIn: SignIn): void;
  find(tokenHash: string): SignIn | undefined;
  touch(id: string, lastSeenAt: number): void;
  /** `false` when there is no such sign-in, or it was revoked before. */
  revoke(id: string): boolean;
  /** Newest first. */
  list(): SignIn[];
}

export function createSignIns(connection: Connection, transact: Transact, now: () => number): SignIns {
  const columns =
    'id, token_hash AS tokenHash, key_hash AS keyHash, label, created_at AS createdAt, last_seen_at AS lastSeenAt';
  const insert = connection.prepare(
    'INSERT INTO sign_ins (id, token_hash, key_hash, label, created_at, last_seen_at) VALUES (?, ?, ?, ?, ?, ?)',
  );
  const find = connection.prepare(`SELECT ${columns} FROM sign_ins WHERE token_hash = ? AND revoked_at IS NULL`);
  const touch = connection.prepare('UPDATE sign_ins SET last_seen_at = ? WHERE id = ?');
  const revoke = connection.prepare('UPDATE sign_ins SET revoked_at = ? WHERE id = ? AND revoked_at IS NULL');
  const list = connection.prepare(
    `SELECT ${columns} FROM sign_ins WHERE revoked_at IS NULL ORDER BY created_at DESC, id`,
  );
  return {
    create({ id, tokenHash, keyHash, label, createdAt, lastSeenAt }) {
      transact(() => insert.run(id, tokenHash, keyHash, label, createdAt, lastSeenAt));
    },
    find: (tokenHash) => find.get(tokenHash) as SignIn | undefined,
    touch(id, lastSeenAt) {
      transact(() => touch.run(lastSeenAt, id));
    },
    revoke: (id) => transact(() => revoke.run(now(), id).changes === 1),
    list: () => list.all() as SignIn[],
  };
}
