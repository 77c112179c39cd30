import { type Change, type IngestBatch, type SourceParser, toSessionId } from '@belfry/core';
import type { BatchApplier } from '../apply/apply-batch.ts';
import type { SourceRows } from '../apply/source-rows.ts';
import type { Facets } from '../apply/take-fact.ts';
import type { Connection } from '../database/connection.ts';
import type { Transact } from '../database/transaction.ts';
import type { Family, FamilyMember } from '../keeping/families.ts';
import { type SessionRow, shelves } from '../tables/sessions.ts';
import type { SourceRow } from '../tables/sources.ts';
import { createOutsiders } from './outsiders.ts';
import { isSame, type ParsedSource, type ParsedSources } from './parsed-sources.ts';
import type { FamilyWiper } from './wipe-family.ts';

export interface DeriveDeps {
  connection: Connection;
  transact: Transact;
  sources: SourceRows;
  applier: BatchApplier;
  parser: SourceParser;
  parsed: ParsedSources;
  wipe: FamilyWiper;
}

/** Sessions that are derived together, and the files that speak of them alone or of others too. */
export type DerivedFamily = Pick<Family, 'members' | 'sources' | 'shared'>;

export interface FamilyDeriver {
  /**
   * Derives the rows of a family again from its kept bytes, in one transaction: nobody sees half of it, and what is
   * there afterwards is what an import by the parser of today would give. Of a family some of whose bytes are missing
   * or pruned the rows stay as they are, as the best there is. Its own files count as derived from then on.
   */
  family(family: DerivedFamily, facets: Facets): Change[];
  /** Derives what a file of several families says beside them. It counts as derived from then on. */
  rest(sourceId: number, facets: Facets): Change[];
}

/** Families smaller than this are parsed before the transaction begins, which then only writes. */
const parseAheadBytes = 32 * 1024 * 1024;

export function createFamilyDeriver(deps: DeriveDeps): FamilyDeriver {
  const { connection, transact, sources, applier, parser, parsed, wipe } = deps;
  const outsiders = createOutsiders(connection);
  const getSession = connection.prepare('SELECT pruned_at FROM sessions WHERE id = ?');
  const speakers = connection.prepare('SELECT DISTINCT source_id FROM contributions WHERE session_id = ?').pluck();
  const spokenOf = connection
    .prepare(
      'SELECT DISTINCT s.native FROM contributions c JOIN sessions s ON s.id = c.session_id WHERE c.source_id = ?',
    )
    .pluck();
  const hasClaim = connection.prepare('SELECT 1 FROM claims WHERE session_id = ? LIMIT 1').pluck();
  const list = connection.prepare(`UPDATE sessions SET shelf = ${shelves.listed} WHERE id = ?`);
  const remove = connection.prepare('DELETE FROM sessions WHERE id = ?');

  return {
    family(family, facets) {
      const own = family.sources.map(({ id }) => open(id, false));
      const shared = sharedOf(family).map((id) => open(id, true));
      const rows = [...own, ...shared];
      const isWhole = family.members.every(isKept) && rows.every(({ source }) => source !== undefined);
      if (!isWhole) {
        transact(() => {
          for (const { row } of own) note(row, facets, undefined);
        });
        return [];
      }
      const ownParsed = own.flatMap(({ source }) => source ?? []);
      const sharedParsed = shared.flatMap(({ source }) => source ?? []);
      const bytes = ownParsed.reduce((sum, { row }) => sum + row.offset, 0);
      if (bytes <= parseAheadBytes) for (const source of ownParsed) source.batches = [...source.batches];
      return transact(() => {
        // Somebody may have read on or derived meanwhile; what is still behind comes again.
        if (rows.some(({ row }) => isChanged(row)) || !family.members.every(isKept)) return [];
        const names = new Set(family.members.map(({ native }) => native));
        return write(family.members, ownParsed, sharedParsed, facets, () => [
          ...ownParsed.flatMap((source) => {
            const { changes, state } = replay(source, facets, (batch) => batch);
            note(source.row, facets, state);
            return changes;
          }),
          ...sharedParsed.flatMap(
            (source) => replay(source, facets, (batch) => onlyOf(batch, (native) => names.has(native))).changes,
          ),
        ]);
      });
    },
    rest(sourceId, facets) {
      const { row, source } = open(sourceId, true);
      return transact(() => {
        if (isChanged(row)) return [];
        if (source === undefined) {
          note(row, facets, undefined);
          return [];
        }
        const known = new Set(spokenOf.all(sourceId) as string[]);
        return write([], [source], [], facets, () => {
          const { changes, state } = replay(source, facets, ({ issues, ...batch }) => ({
            ...onlyOf({ ...batch, issues }, (native) => !known.has(native), isLeafTitle),
            issues,
          }));
          note(row, facets, state);
          return changes;
        });
      });
    },
  };

  /** Removes what was derived, has it derived again, and settles whoever is concerned by either. */
  function write(
    members: readonly FamilyMember[],
    own: readonly ParsedSource[],
    shared: readonly ParsedSource[],
    facets: Facets,
    derive: () => Change[],
  ): Change[] {
    const ids = members.map(({ id }) => id);
    const ownIds = own.map(({ row }) => row.id);
    const others = facets.text ? outsiders.find(members, ownIds) : [];
    wipe.sessions(ids, facets);
    for (const id of ownIds) wipe.source(id, facets);
    const changes = derive();
    if (facets.text) outsiders.retitle([...ids, ...others]);
    const [any] = [...own, ...shared];
    if (any) changes.push(...settle(any, [...ids, ...others], facets));
    return [...latestOfEach(changes), ...members.flatMap(settleForgotten)];
  }

  /** Once more, when everything there is about them is known. */
  function settle({ row, ref }: ParsedSource, ids: readonly number[], facets: Facets): Change[] {
    const { generation, offset } = row;
    const file = { dev: 0, ino: 0, size: offset, mtimeNs: '0' };
    const to = { generation, offset, state: undefined, file, checks: [] };
    const nothing = { bytes: new Uint8Array(), pending: new Uint8Array(), facts: [], issues: [], bounds: [] };
    return applier.replay({ source: ref, from: to, to, ...nothing }, { previous: generation, facets, also: ids });
  }

  /** Of a session nobody speaks of any more at most what it spent is left, which is in every sum. */
  function settleForgotten({ id, agent, native, shelf }: FamilyMember): Change[] {
    if (speakers.get(id) !== undefined) return [];
    if (hasClaim.get(id) !== undefined) {
      list.run(id);
      return [];
    }
    remove.run(id);
    return shelf > shelves.hidden ? [{ type: 'session-removed', sessionId: toSessionId(agent, native) }] : [];
  }

  /** Files of others that speak of a member, as of now: deriving another family may have shown more of them. */
  function sharedOf({ members, sources: own, shared }: DerivedFamily): number[] {
    const ids = new Set(shared.map(({ id }) => id));
    for (const member of members) for (const id of speakers.all(member.id) as number[]) ids.add(id);
    for (const { id } of own) ids.delete(id);
    return [...ids].sort((a, b) => a - b);
  }

  function open(id: number, isShared: boolean): { row: SourceRow; source: ParsedSource | undefined } {
    const row = sources.byId(id);
    const root = sources.root(row.root_id);
    return { row, source: isShared ? parsed.openShared(row, root) : parsed.open(row, root) };
  }

  function isKept({ id }: FamilyMember): boolean {
    const row = getSession.get(id) as Pick<SessionRow, 'pruned_at'> | undefined;
    return row?.pruned_at === null;
  }

  function isChanged(row: SourceRow): boolean {
    const now = sources.byId(row.id);
    return !isSame(row, now) || row.text_version !== now.text_version || row.usage_version !== now.usage_version;
  }

  /** The state a parser would read on in, when it came to where the source was read to. */
  function replay(
    source: ParsedSource,
    facets: Facets,
    pick: (batch: IngestBatch) => IngestBatch,
  ): { changes: Change[]; state: unknown } {
    const changes: Change[] = [];
    let last: IngestBatch | undefined;
    for (const batch of source.batches) {
      const previous = last?.to.generation ?? batch.to.generation;
      changes.push(...applier.replay(pick(batch), { previous, facets }));
      last = batch;
    }
    const { generation, offset } = source.row;
    const isAtEnd = last?.to.generation === generation && last.to.offset === offset;
    return { changes, state: isAtEnd ? last?.to.state : undefined };
  }

  function note(row: SourceRow, facets: Facets, state: unknown): void {
    const now = parser.version(row.agent);
    if (!now) return;
    const version = {
      text: facets.text ? now.text : row.text_version,
      usage: facets.usage ? now.usage : row.usage_version,
    };
    sources.setParser(row.id, version, state);
  }
}

type Fact = IngestBatch['facts'][number];

/** Of a batch what speaks of some sessions, and facts that are wanted of all. */
function onlyOf(
  batch: IngestBatch,
  isOne: (native: string) => boolean,
  isWanted: (fact: Fact) => boolean = () => false,
): IngestBatch {
  return {
    ...batch,
    facts: batch.facts.filter((fact) => isOne(fact.session) || isWanted(fact)),
    bounds: batch.bounds.filter(({ session }) => isOne(session)),
    issues: [],
  };
}

function isLeafTitle({ type }: Fact): boolean {
  return type === 'leaf-title';
}

/** A session is told once, as it stands at the end. */
function latestOfEach(changes: readonly Change[]): Change[] {
  const sessions = new Map<string, Change>();
  for (const change of changes)
    if (change.type === 'session') sessions.set(change.session.id, { ...change, isNew: false });
  return [...sessions.values()];
}
