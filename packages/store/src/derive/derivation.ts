import { type BelfryError, type Change, type SourceRef, toBelfryError } from '@belfry/core';
import { type Families, type Family, readFamilies } from '../keeping/families.ts';
import { createFamilyDeriver, type DeriveDeps } from './derive-family.ts';
import { createOutdated, facetNames } from './outdated.ts';

/** Brings rows of older parsers up to date, from the archive's own bytes. */
export interface Derivation {
  /** Whether any rows are from an older parser. */
  isBehind(): boolean;
  /**
   * Derives one family of sessions a step, latest first, and gives what that changed: first everything that concerns
   * usage, then texts. May be left at any step and begun again: what is done is done. A family that cannot be derived is
   * told, stays as it is, and harms no other.
   * @throws BELFRY_DISK_FULL, BELFRY_ARCHIVE_BUSY and others that pass: to be begun again later
   */
  run(onFailed: (failure: FailedFamily) => void): Generator<Change[], void>;
  /** Derives what a source takes part in, so that it can be read on; nothing when its rows are of today. */
  source(place: Pick<SourceRef, 'machine' | 'root' | 'path'>): Change[];
}

/** One of the files of a family that could not be derived, and why. */
export interface FailedFamily {
  path: string | undefined;
  error: BelfryError;
}

/** Whether rows of a source are from an older parser. */
type IsBehind = (source: { id: number }) => boolean;

export function createDerivation(deps: DeriveDeps): Derivation {
  const { connection, sources, parser } = deps;
  const outdated = createOutdated(connection, parser);
  const derive = createFamilyDeriver(deps);
  const speakers = connection.prepare('SELECT DISTINCT source_id FROM contributions WHERE session_id = ?').pluck();

  /**
   * A file of many families, such as an agent's list of all prompts, counts as derived when the last of them is; so a
   * family is told by its transcripts, and a session that is in such files alone by these.
   */
  const isToBeDerived = (family: Family, isBehind: IsBehind): boolean =>
    transcriptsOf(family).some(isBehind) || hasMemberBehind(family, isBehind);
  const hasMemberBehind = ({ members, shared }: Family, isBehind: IsBehind): boolean =>
    shared.some(isBehind) &&
    members.some(({ id }) => {
      const ids = speakers.all(id) as number[];
      return ids.length > 0 && ids.every((source) => isBehind({ id: source }));
    });

  return {
    isBehind: outdated.any,
    *run(onFailed) {
      const attempt = (files: readonly { path: string }[], work: () => Change[]): Change[] => {
        try {
          return work();
        } catch (thrown) {
          const error = toBelfryError(thrown);
          if (error.retryable) throw error;
          onFailed({ path: files[0]?.path, error });
          return [];
        }
      };
      for (const facet of facetNames) {
        const facets = { text: facet === 'text', usage: facet === 'usage' };
        const ids = outdated.sources(facet);
        if (ids.size === 0) continue;
        const isBehind: IsBehind = ({ id }) => outdated.facetsOf(id)[facet];
        const { all, strays } = readFamilies(connection);
        const families = all.filter((family) => isToBeDerived(family, ({ id }) => ids.has(id)));
        families.sort((a, b) => (b.top.last_at ?? 0) - (a.top.last_at ?? 0));
        for (const family of families) {
          // Somebody may have derived it meanwhile, to read it on.
          if (!isToBeDerived(family, isBehind)) continue;
          yield attempt([...family.sources, ...family.shared], () => derive.family(family, facets));
        }
        const shared = new Map(all.flatMap((family) => family.shared.map((source) => [source.id, source])));
        for (const source of shared.values()) {
          if (ids.has(source.id) && isBehind(source)) yield attempt([source], () => derive.rest(source.id, facets));
        }
        for (const source of strays) {
          if (ids.has(source.id) && isBehind(source)) {
            yield attempt([source], () => derive.family(alone(source), facets));
          }
        }
      }
    },
    source({ machine, root, path }) {
      const row = sources.find(machine, root, path);
      const facets = row && outdated.facetsOf(row.id);
      if (!row || !(facets?.text || facets?.usage)) return [];
      const isIt: IsBehind = ({ id }) => id === row.id;
      const isBehind: IsBehind = ({ id }) => {
        const { text, usage } = outdated.facetsOf(id);
        return text || usage;
      };
      const { all, strays } = readFamilies(connection);
      const own = [...all, ...strays.map(alone)].find((family) => family.sources.some(isIt));
      if (own) return derive.family(own, facets);
      // Families that other files still tell to be behind can wait: they are derived with all of this one's lines.
      const families = all.filter(
        (family) =>
          family.shared.some(isIt) &&
          !transcriptsOf(family).some((source) => !isIt(source) && isBehind(source)) &&
          isToBeDerived(family, isBehind),
      );
      return [...families.flatMap((family) => derive.family(family, facets)), ...derive.rest(row.id, facets)];
    },
  };
}

/** Files a family has for itself, and transcripts it shares. */
function transcriptsOf({ sources, shared }: Family): Family['sources'] {
  return [...sources, ...shared.filter(({ role }) => role === 'transcript')];
}

/** A file that belongs to no session: a better parser may find one in it. */
function alone(source: Families['strays'][number]): Pick<Family, 'members' | 'sources' | 'shared'> {
  return { members: [], sources: [source], shared: [] };
}
