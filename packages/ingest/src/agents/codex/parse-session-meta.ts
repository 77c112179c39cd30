import type { Rewind, SessionPatch } from '@belfry/core';
import { count, isObject, name, object, type RawObject, timeMs } from '../raw-fields.ts';
import { uuidTimeMs } from './fork.ts';
import { type Reading, sayIssue, saySession } from './reading.ts';

/**
 * The first session line is the file's own. One that follows before anything was said belongs to an ancestor
 * whose history was copied into this file; any later one is part of such a copy.
 */
export function parseSessionMeta(reading: Reading, payload: RawObject): void {
  const { state } = reading;
  const id = name(payload, 'id') ?? name(payload, 'session_id');
  if (id === undefined) {
    sayIssue(reading, 'wrong-shape', 'session_meta without id', payload);
    return;
  }
  if (!state.named) {
    parseOwn(reading, payload, id);
    return;
  }
  if (id === state.session || state.items > 0 || state.byReference) return;
  if (state.copy === 'none') {
    saySession(reading, { parent: { session: id, relation: 'fork' } });
  }
  state.copy = 'copied';
  state.rootThread = id;
  reading.inherited = true;
}

function parseOwn(reading: Reading, payload: RawObject, id: string): void {
  const { state } = reading;
  state.named = true;
  state.session = id;
  state.rootThread = id;
  state.createdAt = uuidTimeMs(id) ?? timeMs(payload, 'timestamp') ?? reading.at;
  reading.at ??= timeMs(payload, 'timestamp');
  const patch: SessionPatch = {};
  const cwd = name(payload, 'cwd');
  if (cwd !== undefined) {
    patch.cwd = cwd;
    state.cwd = cwd;
  }
  const branch = name(object(payload, 'git'), 'branch');
  if (branch !== undefined) patch.branch = branch;
  const version = name(payload, 'cli_version');
  if (version !== undefined) patch.version = version;
  const originator = name(payload, 'originator');
  if (originator !== undefined) patch.entrypoint = originator;
  describeOrigin(patch, payload, id);
  const forkOrdinal = count(payload, 'forked_from_ordinal_exclusive');
  state.byReference = isObject(payload.history_base);
  if (state.revision !== undefined) patch.rewind = toRewind(state.revision, payload);
  if (patch.parent !== undefined && !state.byReference) {
    state.copy = 'possible';
    if (forkOrdinal !== undefined) state.forkOrdinal = forkOrdinal;
  }
  saySession(reading, patch);
}

/** What a rollback kept: up to a place in the file it names, which its thread or revision id names; else nothing. */
function toRewind(part: string, payload: RawObject): Rewind {
  const base = object(payload, 'history_base');
  if (base === undefined) return { part };
  const kept = name(base, 'thread_id')?.toLowerCase();
  const offset = count(base, 'end_byte_offset');
  // One that cannot be read leaves nothing: better a left turn unmarked than a kept one marked.
  return { part, kept: kept === undefined || offset === undefined ? { part, offset: 0 } : { part: kept, offset } };
}

/** Parent, and for a subagent its role and name. */
function describeOrigin(patch: SessionPatch, payload: RawObject, id: string): void {
  const source = object(payload, 'source');
  const subagent = source?.subagent;
  const spawn = isObject(subagent) ? object(subagent, 'thread_spawn') : undefined;
  const isSubagent = subagent !== undefined || name(payload, 'thread_source') === 'subagent';
  const spawner = name(spawn, 'parent_thread_id') ?? name(payload, 'parent_thread_id');
  const root = name(payload, 'session_id');
  const forked = name(payload, 'forked_from_id');
  const parent = isSubagent ? (spawner ?? forked ?? root) : (forked ?? spawner);
  if (parent !== undefined && parent !== id) {
    patch.parent = { session: parent, relation: isSubagent ? 'subagent' : 'fork' };
  }
  const role = name(spawn, 'agent_role') ?? name(payload, 'agent_role') ?? kindOf(subagent);
  if (role !== undefined) patch.agentType = role;
  const nickname =
    name(spawn, 'agent_nickname') ??
    name(payload, 'agent_nickname') ??
    name(spawn, 'agent_path') ??
    name(payload, 'agent_path');
  if (nickname !== undefined) patch.description = nickname;
}

/** Subagents the agent starts by itself (`review`, `compact`, …) are named, not described. */
function kindOf(subagent: unknown): string | undefined {
  if (typeof subagent === 'string' && subagent !== '') return subagent;
  return isObject(subagent) ? name(subagent, 'other') : undefined;
}
