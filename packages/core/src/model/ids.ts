/** Agent program, e.g. `claude`, `codex`. Derived from the registry of `@belfry/ingest`. */
export type AgentId = string;

/**
 * Public id of a session: `<agent>:<native id>`. A subagent's native id is
 * `<parent native id>/<agent id>`, so its public id contains a slash.
 */
export type SessionId = string;

/** Joins an agent and the agent's own session id. */
export function toSessionId(agent: AgentId, native: string): SessionId {
  return `${agent}:${native}`;
}

/** Splits a public session id; `undefined` when there is no agent part. */
export function fromSessionId(id: SessionId): { agent: AgentId; native: string } | undefined {
  const colon = id.indexOf(':');
  if (colon <= 0 || colon === id.length - 1) return undefined;
  return { agent: id.slice(0, colon), native: id.slice(colon + 1) };
}
