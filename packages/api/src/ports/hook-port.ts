/** What hears hooks. */
export interface HookPort {
  /** 32 bytes; who shows them as base64url in a bearer header may tell, and nothing else. */
  token: Uint8Array;
  /** Never throws for what a payload holds; `false` when no such agent has hooks. */
  hear(agent: string, payload: unknown): boolean;
}
