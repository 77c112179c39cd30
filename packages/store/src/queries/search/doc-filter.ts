import type { SearchQuery } from '@belfry/core';
import type { Connection } from '../../database/connection.ts';
import { firstTimedId, spillIds, toDocId } from '../../search/doc-id.ts';
import { type SearchDocRow, type SearchSide, searchKinds, searchRoles, searchSides } from '../../tables/search.ts';
import type { IdRange } from './candidates.ts';
import type { SessionScope } from './session-scope.ts';

/** The filters of a search, as far as they can be judged without reading the text. */
export interface DocFilter {
  sides: SearchSide[];
  range: IdRange;
  passes(doc: SearchDocRow): boolean;
  /** Whether every text the index names passes, so that counting there counts hits. */
  isOpen: boolean;
}

export function toDocFilter(connection: Connection, query: SearchQuery, scope: SessionScope): DocFilter {
  const kinds = listed(query.kind);
  const roles = listed(query.role);
  const tools = listed(query.tool?.map((name) => name.toLowerCase()));
  const callOf = connection.prepare('SELECT name, kind, status FROM tool_calls WHERE session_id = ? AND call = ?');

  const passesCall = ({ session_id, call }: SearchDocRow): boolean => {
    const found = call === null ? undefined : (callOf.get(session_id, call) as FoundCall | undefined);
    if (tools && !(found && (tools.has((found.name ?? '').toLowerCase()) || tools.has(found.kind ?? '')))) return false;
    // Of messages only what was read can tell: see the variant of a hit.
    return query.hasError === undefined || call === null || (found?.status === 'error') === query.hasError;
  };
  const needsCall = tools !== undefined || query.hasError !== undefined;
  return {
    sides: ([0, 1] as const).filter((side) => !kinds || searchSides[side].kinds.some((kind) => kinds.has(kind))),
    range: toRange(query),
    passes: (doc) =>
      (!kinds || kinds.has(searchKinds[doc.kind] ?? 'message')) &&
      (!roles || roles.has(searchRoles[doc.role] ?? 'system')) &&
      (scope.few !== undefined || scope.has(doc.session_id)) &&
      (!needsCall || passesCall(doc)),
    isOpen: !kinds && !roles && !needsCall && query.from === undefined && query.to === undefined,
  };
}

interface FoundCall {
  name: string | null;
  kind: string | null;
  status: string;
}

function listed<Name extends string>(names: readonly Name[] | undefined): Set<Name> | undefined {
  return names && names.length > 0 ? new Set(names) : undefined;
}

/** Ids are nearly times: texts of a crowded second have later ones, and the text's own time is judged again. */
function toRange({ from, to }: SearchQuery): IdRange {
  const isTimed = from !== undefined || to !== undefined;
  return {
    low: from === undefined ? (isTimed ? firstTimedId : 0) : toDocId(Date.parse(from)),
    high: to === undefined ? Number.MAX_SAFE_INTEGER : toDocId(Date.parse(to)) + spillIds,
  };
}
