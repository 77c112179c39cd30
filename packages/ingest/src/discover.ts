import { type Place, type PlaceIssue, type PlaceOptions, resolvePlaces } from './place.ts';
import { createRootProbe, type RootProbe, type RootState } from './root-probe.ts';
import { type FoundSource, walkPlace } from './walk-place.ts';

export interface DiscoverOptions extends PlaceOptions {
  probe?: RootProbe;
}

/** A root as it was found, for people who ask why nothing is shown. */
export interface FoundRoot {
  agent: string;
  path: string;
  via: Place['root']['via'];
  state: RootState['state'];
}

export interface Discovery {
  sources: FoundSource[];
  roots: FoundRoot[];
  issues: PlaceIssue[];
}

/**
 * Finds every source of the agents on this machine. Opens no file. A root that does not answer,
 * or a directory that may not be read, is an issue and stops nothing else.
 */
export async function discoverSources(options: DiscoverOptions): Promise<Discovery> {
  const probe = options.probe ?? createRootProbe();
  const discovery: Discovery = { sources: [], roots: [], issues: [] };
  const places = resolvePlaces(options);
  const visited = createVisited();
  const states = await Promise.all(places.map((place) => probe.probe(place.root.path)));
  for (const [index, place] of places.entries()) {
    const state = states[index] ?? { state: 'missing' };
    discovery.roots.push({ agent: place.agent.id, ...place.root, state: state.state });
    const issue = toRootIssue(place, state);
    if (issue) discovery.issues.push(issue);
    if (state.state !== 'found') continue;
    for (const directory of walkPlace(place, undefined, visited.of(place))) {
      for (const source of directory.sources) discovery.sources.push(source);
      discovery.issues.push(...directory.issues);
    }
  }
  return discovery;
}

/** One set of directories for all roots of an agent: a root may be a link to another, and is the same then. */
export function createVisited(): { of(place: Place): Set<string> } {
  const byAgent = new Map<string, Set<string>>();
  return {
    of({ agent }) {
      const visited = byAgent.get(agent.id) ?? new Set();
      byAgent.set(agent.id, visited);
      return visited;
    },
  };
}

/** A root that exists and does not answer. A missing one is no issue: most machines lack most agents. */
export function toRootIssue(place: Place, state: RootState): PlaceIssue | undefined {
  if (state.state !== 'unavailable') return undefined;
  const { path } = place.root;
  return { code: 'root-unavailable', agent: place.agent.id, root: path, path, detail: state.detail };
}

/** Newest first, by time of last change; ties by path, so that the order is the same everywhere. */
export function sortNewestFirst(sources: readonly FoundSource[]): FoundSource[] {
  return sources
    .map((source) => ({ source, at: Number(source.stamp.mtimeNs) }))
    .sort((a, b) => b.at - a.at || (a.source.file < b.source.file ? -1 : 1))
    .map(({ source }) => source);
}
