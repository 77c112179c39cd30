/** A signed-in browser as stored: hashes only, so that a copy of the database signs nobody in. */
export interface SignInRow {
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

/** Where sign-ins are kept. What `create` and `revoke` did must survive power loss. */
export interface SignInPort {
  create(row: SignInRow): void;
  find(tokenHash: string): SignInRow | undefined;
  touch(id: string, lastSeenAt: number): void;
  /** `false` when there is no such sign-in. */
  revoke(id: string): boolean;
  /** Newest first. */
  list(): SignInRow[];
}
