import type { ParserVersion, SourceParser } from '@belfry/core';
import type { Facets } from '../apply/apply-batch.ts';
import type { Connection } from '../database/connection.ts';

/** In the order they are derived. */
export const facetNames = ['usage', 'text'] as const;

export interface Outdated {
  /** Whether there is any source behind; looks into an index. */
  any(): boolean;
  /** Sources behind in a facet. */
  sources(facet: keyof ParserVersion): Set<number>;
  facetsOf(sourceId: number): Facets;
}

export function createOutdated(connection: Connection, parser: Pick<SourceParser, 'version'>): Outdated {
  const agents = connection.prepare('SELECT DISTINCT agent FROM sources').pluck();
  const inAny = connection
    .prepare('SELECT 1 FROM sources WHERE agent = ? AND (text_version <> ? OR usage_version <> ?) LIMIT 1')
    .pluck();
  const inFacet = {
    text: connection.prepare('SELECT id FROM sources WHERE agent = ? AND text_version <> ?').pluck(),
    usage: connection.prepare('SELECT id FROM sources WHERE agent = ? AND usage_version <> ?').pluck(),
  };
  const versionOf = connection.prepare(
    'SELECT agent, text_version AS text, usage_version AS usage FROM sources WHERE id = ?',
  );
  const versions = () =>
    (agents.all() as string[]).flatMap((agent) => {
      const now = parser.version(agent);
      return now ? [{ agent, ...now }] : [];
    });

  return {
    any: () => versions().some(({ agent, text, usage }) => inAny.get(agent, text, usage) !== undefined),
    sources: (facet) =>
      new Set(versions().flatMap((version) => inFacet[facet].all(version.agent, version[facet]) as number[])),
    facetsOf(sourceId) {
      const row = versionOf.get(sourceId) as ({ agent: string } & ParserVersion) | undefined;
      const now = row && parser.version(row.agent);
      return {
        text: now !== undefined && row?.text !== now.text,
        usage: now !== undefined && row?.usage !== now.usage,
      };
    },
  };
}
