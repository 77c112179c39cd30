import type { SessionQuery } from '@belfry/core';
import { aSourceRef } from '@belfry/core/testing';
import Database from 'better-sqlite3';
import { Kysely, type KyselyConfig, SqliteDialect } from 'kysely';
import { describe, expect, it } from 'vitest';
import { openWritable } from '../src/database/connection.ts';
import { createArchiveWriter } from '../src/open-archive.ts';
import { readWindow } from '../src/queries/message-window.ts';
import { countNames } from '../src/queries/names.ts';
import { childrenOf, findSession, sessionByPath } from '../src/queries/session.ts';
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
      .flatMap((sql) => {
        const parameters = Array(sql.split('?').length - 1).fill(1);
        const plan = prepare(`EXPLAIN QUERY PLAN ${sql}`).all(...parameters) as { detail: string }[];
        return plan.map(({ detail }) => `${detail}: ${sql}`);
      })
      // Raw tails and what is still to be indexed are few, titles that name a record are read once a process, the rest of a partial key is the table.
      .filter(
        (step) =>
          /^SCAN|\(agent=\?\):/.test(step) &&
          !/^SCAN (segments USING COVERING INDEX|leaf_titles|32-ROW VALUES|c\b|CONSTANT ROW|\w+ VIRTUAL TABLE|t: .* search_todo)/.test(step),
      );
    writer.close();
    expect(statements.length).toBeGreaterThan(40);
    expect(slow).toEqual([]);
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
