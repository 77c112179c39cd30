import type { FeedQuery, FileEditQuery, SessionQuery } from '@belfry/core';
import { aSourceRef } from '@belfry/core/testing';
import Database from 'better-sqlite3';
import { Kysely, type KyselyConfig, SqliteDialect } from 'kysely';
import { describe, expect, it } from 'vitest';
import { openWritable } from '../src/database/connection.ts';
import { createArchiveWriter } from '../src/open-archive.ts';
import { listEdits } from '../src/queries/across/edits.ts';
import { readFeed } from '../src/queries/across/feed.ts';
import { readWindow } from '../src/queries/message-window.ts';
import { countNames } from '../src/queries/names.ts';
import { childrenOf, findSession, sessionByPath } from '../src/queries/session.ts';
import { readTree } from '../src/queries/session-tree.ts';
import { listSessions } from '../src/queries/sessions.ts';
import { callRows, resultRows } from '../src/queries/tool-calls.ts';
import type { ArchiveTables } from '../src/tables/index.ts';
import { tempArchive } from '../src/testing/index.ts';
import { manyBatches } from './processes/many-batches.ts';

type Db = Kysely<ArchiveTables>;

/** SQLite's plans of every statement that `ask` runs. */
async function plansOf(ask: (db: Db) => Promise<unknown>): Promise<string[]> {
  using archive = tempArchive();
  for (const batch of manyBatches(3, 2)) archive.writer.applyBatch(batch);
  const database = new Database(archive.path, { readonly: true });
  const asked: [string, readonly unknown[]][] = [];
  const db = new Kysely<ArchiveTables>({
    dialect: new SqliteDialect({ database }),
    log: ({ query }) => {
      asked.push([query.sql, query.parameters]);
    },
  } satisfies KyselyConfig);
  await ask(db);
  const plans = asked.flatMap(([sql, parameters]) =>
    (database.prepare(`EXPLAIN QUERY PLAN ${sql}`).all(...parameters) as { detail: string }[]).map(
      ({ detail }) => detail,
    ),
  );
  database.close();
  expect(plans.length).toBeGreaterThan(0);
  return plans;
}

const list = (query: SessionQuery) => (db: Db) => listSessions(db, query);
const sources = [{ id: 1, generation: 1 }];

describe('the statements of the writer', () => {
  it('find what they need by index', () => {
    using archive = tempArchive();
    const connection = openWritable(archive.path, { synchronous: 'NORMAL' });
    const prepare = connection.prepare.bind(connection);
    const statements: string[] = [];
    connection.prepare = ((sql: string) => {
      statements.push(sql);
      return prepare(sql);
    }) as typeof connection.prepare;
    const writer = createArchiveWriter(connection, archive.path);
    const slow = statements
      .filter((sql) => /^(SELECT|INSERT|UPDATE|DELETE)/.test(sql))
      // Pruning is asked for, rare, and may look through whole tables; what waits for the index and what was cut are few.
      .filter((sql) => !/prun|@owner|DELETE FROM file_paths|sum\(max\(1, bytes\)\)|INDEXED BY segments_cut/.test(sql))
      .flatMap((sql) => {
        const parameters = Array(sql.split('?').length - 1).fill(1);
        const named = Object.fromEntries([...sql.matchAll(/[@:$]([a-z]\w*)/gi)].map(([, name]) => [name, 1]));
        const given = Object.keys(named).length === 0 ? parameters : [...parameters, named];
        const plan = prepare(`EXPLAIN QUERY PLAN ${sql}`).all(...given) as { detail: string }[];
        return plan.map(({ detail }) => `${detail}: ${sql}`);
      })
      // Raw tails and what is still to be indexed are few, titles that name a record are read once a process, the rest of a partial key is the table.
      .filter(
        (step) =>
          /^SCAN|\(agent=\?\):/.test(step) &&
          !/^SCAN (segments USING COVERING INDEX|leaf_titles|32-ROW VALUES|c\b|CONSTANT ROW|\w+ VIRTUAL TABLE|t: .* search_todo)/.test(
            step,
          ),
      );
    writer.close();
    expect(statements.length).toBeGreaterThan(40);
    expect(slow).toEqual([]);
  });
});

describe('questions across sessions', () => {
  const feed = (query: FeedQuery) => async (db: Db) => {
    const { next } = await readFeed(db, { ...query, limit: 3 });
    return next === undefined ? undefined : readFeed(db, { ...query, limit: 3, cursor: next });
  };
  const edits = (query: FileEditQuery) => async (db: Db) => {
    const page = await listEdits(db, { ...query, limit: 3 });
    return page?.next === undefined ? undefined : listEdits(db, { ...query, limit: 3, cursor: page.next });
  };
  const times = [
    'tool_calls USING COVERING INDEX tool_calls_time (at',
    'messages USING COVERING INDEX messages_time (at',
  ];
  const touches = ['touches USING COVERING INDEX touches_time (written=? AND at'];

  it.each<[string, (db: Db) => Promise<unknown>, string[]]>([
    ['the feed', feed({}), times],
    ['the feed of projects', feed({ project: ['s1', 's2'] }), times],
    ['the feed of agents', feed({ agent: ['claude'] }), times],
    ['the feed of kinds', feed({ kind: ['reply', 'edit'] }), times],
    ['what failed', feed({ hasError: false, from: '2026-01-01T00:00:00Z', to: '2027-01-01T00:00:00Z' }), times],
    ['edits', edits({}), touches],
    ['edits and reads of a project', edits({ access: ['read', 'write'], project: ['s1'] }), touches],
    ['edits of a file', edits({ path: '/home/ada/s1/1.ts' }), ['touches_path (path_id=? AND written=? AND at']],
    ['edits by the end of a path', edits({ path: 's1/1.ts' }), ['file_paths_name (name=?)', 'touches_path (path_id=?']],
    ['edits below a directory', edits({ path: '/home/ada/s1' }), ['(path>? AND path<?)']],
    ['edits of a session', edits({ session: 'claude:s1' }), ['touches USING PRIMARY KEY (session_id=?)']],
    ['why', edits({}), ['h USING INDEX messages_heads (session_id=? AND source_id=? AND offset<?)']],
    ['a tree', (db) => readTree(db, 'claude:s1', { whole: true, now: 0 }), ['sessions_parent (parent=?']],
  ])('walk nothing from end to end: %s', async (_, ask, indexes) => {
    const plans = await plansOf(ask);
    for (const index of indexes) expect(plans.join('\n')).toContain(index);
    expect(plans.filter((plan) => /^SCAN (?!j VIRTUAL TABLE|\(subquery)/.test(plan))).toEqual([]);
  });

  it('look through all paths only for a piece of one', async () => {
    const plans = await plansOf(edits({ text: 's1' }));
    const scans = plans.filter((plan) => /^SCAN (?!j VIRTUAL TABLE|\(subquery)/.test(plan));
    expect(new Set(scans)).toEqual(new Set(['SCAN file_paths USING COVERING INDEX sqlite_autoindex_file_paths_1']));
  });
});

describe('the main queries', () => {
  it.each<[string, (db: Db) => Promise<unknown>]>([
    ['newest sessions', list({})],
    ['a later page', async (db) => listSessions(db, { cursor: (await listSessions(db, { limit: 1 })).next ?? '' })],
    ['newest messages', (db) => readWindow(db, 1, sources, { sessionId: '' })],
    ['messages around a key', (db) => readWindow(db, 1, sources, { sessionId: '', around: 'm3' })],
    ['calls of a page', async (db) => [await callRows(db, 1, ['t1', 't2']), await resultRows(db, 1, ['t1'])]],
  ])('neither scan nor sort: %s', async (_, ask) => {
    expect((await plansOf(ask)).filter((plan) => /SCAN|TEMP B-TREE/.test(plan))).toEqual([]);
  });

  it.each<[string, (db: Db) => Promise<unknown>, string]>([
    ['a session by id', (db) => findSession(db, 'claude:s1'), '(agent=? AND native=?)'],
    ['a session by path', (db) => sessionByPath(db, `${aSourceRef().root}/s0.jsonl`), '(root_id=? AND path=?)'],
    ['children', (db) => childrenOf(db, 'claude:s1'), 'sessions_parent'],
    ['projects', (db) => countNames(db, 'project'), 'COVERING INDEX sessions_project'],
    ['sessions of a project', list({ project: ['s1'] }), 'sessions_'],
  ])('find by index: %s', async (_, ask, index) => {
    const plans = await plansOf(ask);
    expect(plans.join('\n')).toContain(index);
    expect(plans.filter((plan) => /^SCAN (?!roots)/.test(plan))).toEqual([]);
  });
});
