import type { AgentId, IssueCode } from '@belfry/core';
import type { AgentDefinition, AgentEnvironment, AgentRoot } from './agent.ts';

/** One root directory of one agent on this machine. */
export interface Place {
  agent: AgentDefinition;
  root: AgentRoot;
  machine: string;
}

/** A root or a thing below it that cannot be read; said once, not once per file that hangs on it. */
export interface PlaceIssue {
  code: Extract<IssueCode, 'unreadable' | 'root-unavailable'>;
  agent: AgentId;
  root: string;
  /** Absolute path of what could not be read. */
  path: string;
  /** The system's error code, or a short reason. */
  detail: string;
}

export interface PlaceOptions {
  agents: readonly AgentDefinition[];
  environment: AgentEnvironment;
  machine: string;
  /** More roots by agent, e.g. from a configuration file. */
  extraRoots?: Readonly<Record<AgentId, readonly string[]>>;
}

/** Every root the agents name on this machine, existing or not, each path once per agent. */
export function resolvePlaces({ agents, environment, machine, extraRoots = {} }: PlaceOptions): Place[] {
  return agents.flatMap((agent) => {
    const extra = (extraRoots[agent.id] ?? []).map((path): AgentRoot => ({ path, via: 'config' }));
    const roots = [...agent.roots(environment), ...extra].map((root) => ({ ...root, path: trimEnd(root.path) }));
    return roots
      .filter((root, index) => roots.findIndex((other) => other.path === root.path) === index)
      .map((root) => ({ agent, root, machine }));
  });
}

/** A root is part of a source's identity, so a trailing slash must not make another one. */
function trimEnd(path: string): string {
  return path.length > 1 ? path.replace(/[\\/]+$/, '') : path;
}
