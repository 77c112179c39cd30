import type { Change, SourceRef } from '@belfry/core';
import type { Facets } from '../apply/apply-batch.ts';
import { type Families, readFamilies } from '../keeping/families.ts';
import { createFamilyDeriver, type DeriveDeps } from './derive-family.ts';
import { createOutdated, facetNames } from './outdated.ts';

/** Brings rows of older parsers up to date, from the archive's own bytes. */
export interface Derivation {
  /** Whether any rows are from an older parser. */
  isBehind(): boolean;
  /**
   * Derives one family of sessions a step, latest first, and gives what that changed: first everything that concerns
   * usage, then texts. May be left at any step and begun again: what is done is done.
   */
  run(): Generator<Change[], void>;
  /** Derives what a source takes part in, so that it can be read on; nothing when its rows are of today. */
  source(place: Pick<SourceRef, 'machine' | 'root' | 'path'>): Change[];
}

export function createDerivation(deps: DeriveDeps): Derivation {
  const { connection, sources, parser } = deps;
  const outdated = createOutdated(connection, parser);
  const derive = createFamilyDeriver(deps);
  const alone = (families: Families, id: number, facets: Facets): Change[] => {
    const source = families.strays.find((stray) => stray.id === id);
    return source ? derive.family({ members: [], sources: [source], shared: [] }, facets) : [];
  };
  /** A file of many families: those that have no other, and what it says beside all of them. */
  const shared = (families: Families, id: number, facets: Facets): Change[] => [
    ...families.all
      .filter((family) => family.sources.length === 0 && family.shared.some((source) => source.id === id))
      .flatMap((family) => derive.family(family, facets)),
    ...derive.rest(id, facets),
  ];

  return {
    isBehind: outdated.any,
    *run() {
      for (const facet of facetNames) {
        const facets = { text: facet === 'text', usage: facet === 'usage' };
        const isBehind = ({ id }: { id: number }) => outdated.facetsOf(id)[facet];
        const ids = outdated.sources(facet);
        if (ids.size === 0) continue;
        const families = readFamilies(connection);
        const own = families.all.filter((family) => family.sources.some(({ id }) => ids.has(id)));
        own.sort((a, b) => (b.top.last_at ?? 0) - (a.top.last_at ?? 0));
        // Somebody may have derived one of them meanwhile, to read it on.
        for (const family of own) if (family.sources.some(isBehind)) yield derive.family(family, facets);
        const many = new Set(families.all.flatMap((family) => family.shared.map(({ id }) => id)));
        for (const id of ids) if (many.has(id) && isBehind({ id })) yield shared(families, id, facets);
        for (const { id } of families.strays) if (ids.has(id) && isBehind({ id })) yield alone(families, id, facets);
      }
    },
    source({ machine, root, path }) {
      const row = sources.find(machine, root, path);
      const facets = row && outdated.facetsOf(row.id);
      if (!row || !(facets?.text || facets?.usage)) return [];
      const families = readFamilies(connection);
      const family = families.all.find((one) => one.sources.some(({ id }) => id === row.id));
      if (family) return derive.family(family, facets);
      const isShared = families.all.some((one) => one.shared.some(({ id }) => id === row.id));
      return isShared ? shared(families, row.id, facets) : alone(families, row.id, facets);
    },
  };
}
