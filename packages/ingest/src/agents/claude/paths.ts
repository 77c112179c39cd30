import path from 'node:path';
import type { AgentEnvironment, AgentRoot, SourceKind, WatchScope } from '../../agent.ts';

/**
 * `CLAUDE_CONFIG_DIR` (a comma list) replaces the defaults, as it does for the agent itself. An entry that
 * names the `projects` directory is taken for its parent.
 */
export function claudeRoots({ home, platform, env }: AgentEnvironment): AgentRoot[] {
  const system = platform === 'win32' ? path.win32 : path.posix;
  const listed = (env.CLAUDE_CONFIG_DIR ?? '')
    .split(',')
    .map((entry) => entry.trim())
    .filter((entry) => entry !== '')
    .map((entry) => (entry === '~' || /^~[\\/]/.test(entry) ? system.join(home, entry.slice(1)) : entry))
    .map((entry) => system.normalize(entry).replace(/[\\/]+$/, ''))
    .map((entry) => (system.basename(entry) === 'projects' ? system.dirname(entry) : entry));
  const found: AgentRoot[] =
    listed.length > 0
      ? listed.map((entry) => ({ path: entry, via: 'environment' }))
      : [
          { path: system.join(home, '.claude'), via: 'default' },
          { path: system.join(env.XDG_CONFIG_HOME || system.join(home, '.config'), 'claude'), via: 'default' },
        ];
  return found.filter((root, index) => found.findIndex((other) => other.path === root.path) === index);
}

export const claudeScopes: readonly WatchScope[] = [{ path: 'projects', depth: Number.POSITIVE_INFINITY }];

const uuidName = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;
const agentName = /^agent-([0-9A-Za-z_-]+)$/;

/** What a path below a root tells; ids are taken from names of the agent's own shape only. */
export interface ClaudePlace {
  file: 'main' | 'agent' | 'meta' | 'journal' | 'title' | 'output';
  /** Session uuid of the main transcript, when the path names it. */
  main?: string;
  /** Id of the subagent. */
  agent?: string;
  /** Id of the workflow run the subagent belongs to. */
  run?: string;
  /** Names the session when no record does. */
  fallback: string;
}

/**
 * Reads a path from its end, so that it also places files which were copied out of their tree.
 * `undefined`: not a file of Claude Code.
 */
export function placeOf(file: string): ClaudePlace | undefined {
  const segments = file.split('/');
  const base = segments.at(-1) ?? '';
  const subagents = segments.lastIndexOf('subagents');
  const outputs = segments.lastIndexOf('tool-results');
  const folder = segments.at(-2) ?? '';
  // A hidden file is one that somebody is about to write.
  if (outputs > 0 && outputs < segments.length - 1 && !base.startsWith('.')) {
    const owner = segments[outputs - 1] ?? '';
    return { file: 'output', ...(uuidName.test(owner) ? { main: owner } : {}), fallback: owner };
  }
  const owner = subagents > 0 ? (segments[subagents - 1] ?? '') : '';
  const home = {
    ...(uuidName.test(owner) ? { main: owner } : {}),
    ...(subagents >= 0 && segments[subagents + 1] === 'workflows' && segments.length - subagents > 3
      ? { run: segments[subagents + 2] }
      : {}),
    fallback: owner || folder || base,
  };
  if (base === 'journal.jsonl') return home.run === undefined ? undefined : { file: 'journal', ...home };
  if (base === 'custom-title.json') {
    return uuidName.test(folder) ? { file: 'title', main: folder, fallback: folder } : undefined;
  }
  if (base.endsWith('.meta.json')) {
    const agent = agentName.exec(base.slice(0, -'.meta.json'.length))?.[1];
    return agent === undefined ? undefined : { file: 'meta', agent, ...home };
  }
  if (!base.endsWith('.jsonl')) return undefined;
  const stem = base.slice(0, -'.jsonl'.length);
  const agent = agentName.exec(stem)?.[1];
  if (agent !== undefined) return { file: 'agent', agent, ...home };
  return { file: 'main', ...(uuidName.test(stem) ? { main: stem } : {}), fallback: stem };
}

/** Native session id of a place, as far as the path tells it. */
export function sessionOf(place: ClaudePlace): string | undefined {
  if (place.main === undefined) return undefined;
  if (place.file === 'journal') return `${place.main}/${place.run}`;
  return place.agent === undefined ? place.main : `${place.main}/${place.agent}`;
}

export function classifyClaude(file: string): SourceKind | undefined {
  const below = file.lastIndexOf('projects/');
  if (below < 0 || (below > 0 && file[below - 1] !== '/')) return undefined;
  if (file.indexOf('/', below + 'projects/'.length) < 0) return undefined;
  const place = placeOf(file);
  if (place === undefined) return undefined;
  const session = sessionOf(place);
  const format =
    place.file === 'output' ? 'opaque' : place.file === 'meta' || place.file === 'title' ? 'json' : 'jsonl';
  const role = place.file === 'main' || place.file === 'agent' ? 'transcript' : 'sidecar';
  return { format, role, ...(session === undefined ? {} : { session }) };
}
