import type { AgentEnvironment, AgentRoot, SourceKind, WatchScope } from '../../agent.ts';

/** `CODEX_HOME` when it is set, else `~/.codex`. */
export function roots(environment: AgentEnvironment): AgentRoot[] {
  const configured = environment.env.CODEX_HOME?.trim();
  if (configured) return [{ path: configured, via: 'environment' }];
  const separator = environment.platform === 'win32' ? '\\' : '/';
  return [{ path: `${environment.home}${separator}.codex`, via: 'default' }];
}

/** Dated folders below `sessions`, a flat archive, and the side-car files of the root itself. */
export const scopes: readonly WatchScope[] = [
  { path: 'sessions', depth: Number.POSITIVE_INFINITY },
  { path: 'archived_sessions', depth: 1 },
  { path: '', depth: 1 },
];

const rollout = /^(?:sessions\/(?:.*\/)?|archived_sessions\/)rollout-([^/]*?)\.(jsonl|jsonl\.zst|json)$/;
const uuid = '[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}';
/** A rollback may go on in a second file of the same thread, named by thread and revision. */
const threadId = new RegExp(`(${uuid})(?:_(${uuid}))?$`, 'i');

/**
 * A rollout is one session whichever of its places and suffixes it stands in: the agent moves
 * old ones to the archive and compresses those at rest.
 */
export function classify(path: string): SourceKind | undefined {
  if (path === 'session_index.jsonl' || path === 'history.jsonl') return { format: 'jsonl', role: 'sidecar' };
  const match = rollout.exec(path);
  if (match === null) return undefined;
  const [, name = '', suffix] = match;
  const session = threadId.exec(name)?.[1]?.toLowerCase();
  const kind: SourceKind = { format: suffix === 'json' ? 'json' : 'jsonl', role: 'transcript' };
  if (suffix === 'jsonl.zst') kind.compression = 'zstd';
  if (session !== undefined) kind.session = session;
  return kind;
}

/** A rollout keeps its name when it is archived, and but for a suffix when it is compressed. */
export function lastingName(path: string): string | undefined {
  const match = rollout.exec(path);
  return match?.[2]?.startsWith('jsonl') ? match[1] : undefined;
}

/** Id of the file itself where a rollback made it, and it goes on with a thread begun elsewhere. */
export function revisionFromPath(path: string): string | undefined {
  return threadId.exec(stem(path))?.[2]?.toLowerCase();
}

/** Native id for a rollout whose records name none: the uuid of its file name, else the name itself. */
export function sessionFromPath(path: string): string {
  const name = stem(path);
  return threadId.exec(name)?.[1]?.toLowerCase() ?? name;
}

function stem(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1).replace(/\.(?:jsonl(?:\.zst)?|json)$/, '');
}
