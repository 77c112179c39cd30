import type { ParserVersion, SourceParser } from '@belfry/core';
import type { Facets } from '../apply/take-fact.ts';
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
  const nextAgent = connection.prepare('SELECT min(agent) FROM sources WHERE agent > ?').pluck();
  const inAny = connection
    .prepare(
      // Older and newer apart, so that each is a range of the index.
      `SELECT 1 FROM sources WHERE agent = @agent AND text_version < @text
         UNION ALL SELECT 1 FROM sources WHERE agent = @agent AND text_version > @text
         UNION ALL SELECT 1 FROM sources WHERE agent = @agent AND text_version = @text AND usage_version < @usage
         UNION ALL SELECT 1 FROM sources WHERE agent = @agent AND text_version = @text AND usage_version > @usage LIMIT 1`,
    )
    .pluck();
  const inFacet = {
    text: connection.prepare('SELECT id FROM sources WHERE agent = ? AND text_version <> ?').pluck(),
    usage: connection.prepare('SELECT id FROM sources WHERE agent = ? AND usage_version <> ?').pluck(),
  };
  const versionOf = connection.prepare(
    'SELECT agent, text_version AS text, usage_version AS usage FROM sources WHERE id = ?',
  );
  /** One look into the index for each agent: this is asked with every report. */
  function* versions(): Generator<{ agent: string } & ParserVersion> {
    for (let agent = ''; ; ) {
      const next = nextAgent.get(agent) as string | null;
      if (next === null) return;
      agent = next;
      const now = parser.version(agent);
      if (now) yield { agent, ...now };
    }
  }

  return {
    any() {
      for (const { agent, text, usage } of versions()) if (inAny.get({ agent, text, usage }) !== undefined) return true;
      return false;
    },
    sources: (facet) =>
      new Set([...versions()].flatMap((version) => inFacet[facet].all(version.agent, version[facet]) as number[])),
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
