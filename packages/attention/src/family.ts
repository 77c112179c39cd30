import { type Fact, fromSessionId, toSessionId } from '@belfry/core';

/** Who spawned whom, as far as facts told, and which children still do something. */
export interface Family {
  /** Learns what a fact tells of parents; gives the child it names. */
  learn(agent: string, fact: Fact): Kinship | undefined;
  /** A subagent whose parent its own id tells. */
  parentOf(sessionId: string): string | undefined;
  setActive(parentId: string, childId: string, isActive: boolean): void;
  activeChildren(parentId: string): ReadonlySet<string>;
}

export interface Kinship {
  childId: string;
  parentId: string;
  callId?: string;
}

const nobody: ReadonlySet<string> = new Set();

export function createFamily(): Family {
  const active = new Map<string, Set<string>>();
  return {
    learn(agent, fact) {
      if (fact.type === 'link') {
        const parentId = toSessionId(agent, fact.session);
        return { parentId, childId: toSessionId(agent, fact.child), callId: fact.callId };
      }
      const parent = fact.type === 'session' ? fact.patch.parent : undefined;
      if (parent?.relation !== 'subagent') return undefined;
      const childId = toSessionId(agent, fact.session);
      const parentId = toSessionId(agent, parent.session);
      return { childId, parentId, ...(parent.callId === undefined ? {} : { callId: parent.callId }) };
    },
    parentOf(sessionId) {
      const native = fromSessionId(sessionId)?.native ?? '';
      const slash = native.lastIndexOf('/');
      return slash <= 0 ? undefined : sessionId.slice(0, sessionId.length - native.length + slash);
    },
    setActive(parentId, childId, isActive) {
      const children = active.get(parentId) ?? new Set();
      if (isActive) children.add(childId);
      else children.delete(childId);
      if (children.size > 0) active.set(parentId, children);
      else active.delete(parentId);
    },
    activeChildren: (parentId) => active.get(parentId) ?? nobody,
  };
}
