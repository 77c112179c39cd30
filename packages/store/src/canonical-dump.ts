import { createHash } from 'node:crypto';
import { unpackElsewhere } from './apply/elsewhere.ts';
import { unpackSpans } from './apply/spans.ts';
import { createSegmentReader, type SegmentReader } from './bytes/segment-reader.ts';
import { type Connection, openReadOnly } from './database/connection.ts';

/**
 * Everything derived and the hash of everything kept, as JSON lines sorted by natural keys. No row numbers, no
 * times of import, no layout of segments: two archives that know the same give the same lines, whatever the
 * order, the splits and the crashes on the way.
 */
export function* canonicalDump(path: string): IterableIterator<string> {
  const connection = openReadOnly(path);
  try {
    for (const table of tables) if (holdsTable(connection, table[2])) yield* dumpTable(connection, table);
    yield* dumpBytes(connection, createSegmentReader(connection));
  } finally {
    connection.close();
  }
}

const session = `(SELECT json_array(r.machine, r.path, s.agent, s.native) FROM sessions s JOIN roots r
  ON r.id = s.root_id WHERE s.id = t.session_id) AS session`;
const source = `(SELECT json_array(r.machine, r.path, f.path) FROM sources f JOIN roots r
  ON r.id = f.root_id WHERE f.id = t.source_id) AS source`;
const path = '(SELECT p.path FROM file_paths p WHERE p.id = t.path_id) AS path';
const otherPath = '(SELECT p.path FROM file_paths p WHERE p.id = t.other_id) AS other_path';
const root = '(SELECT json_array(r.machine, r.path) FROM roots r WHERE r.id = t.root_id) AS root';

const series = `(SELECT json_array(u.agent, u.project, u.model, u.price_class, u.prompt_over, u.basis, u.reported)
  FROM usage_series u WHERE u.id = t.series) AS series_names`;

/** Columns, table, and the natural key rows are sorted by. */
const tables: [name: string, columns: string, table: string, key: string][] = [
  ['source', root, 'sources', 'root, path'],
  ['session', root, 'sessions', 'root, agent, native'],
  ['contribution', `${session}, ${source}`, 'contributions', 'session, source, generation'],
  ['link', session, 'links', 'session, call, child'],
  ['message', `${session}, ${source}`, 'messages', 'session, key'],
  ['call', `${session}, ${source}`, 'tool_calls', 'session, call'],
  ['result', `${session}, ${source}`, 'tool_results', 'session, call, record'],
  ['touch', `${session}, ${path}, ${otherPath}`, 'touches', 'session, call, record, written, path'],
  ['claim', session, 'claims', 'request, session'],
  ['session-usage', `${session}, ${series}`, 'session_usage', 'quarter, session, series_names'],
  ['quota', '', 'quota_samples', 'agent, limit_name, at, machine, used_percent, window_minutes, resets_at, plan'],
  ['leaf-title', source, 'leaf_titles', 'source, generation, offset, record'],
  ['issue', source, 'issues', 'source, generation, code, detail, place'],
];

/** Numbers of rows, and what a file system or the way of reading decides. */
const left = new Set(
  'id root_id session_id source_id path_id other_id series dev ino mtime_ns checks compared pruned_at pruned_offset text_version usage_version'.split(
    ' ',
  ),
);

/** Columns an archive of an older schema lacks; left out while they say nothing, so that a step changes no line. */
const laterColumns = new Set(['elsewhere', 'team', 'team_member', 'reported_micros']);

/** An archive of an older schema has fewer. */
function holdsTable(connection: Connection, name: string): boolean {
  return connection.prepare("SELECT 1 FROM sqlite_schema WHERE type = 'table' AND name = ?").get(name) !== undefined;
}

function* dumpTable(
  connection: Connection,
  [name, columns, table, key]: (typeof tables)[number],
): IterableIterator<string> {
  const rows = connection.prepare(`SELECT ${columns === '' ? '' : `${columns}, `}t.* FROM ${table} t ORDER BY ${key}`);
  const placeOf = connection.prepare(
    'SELECT r.machine, r.path AS root, f.path FROM sources f JOIN roots r ON r.id = f.root_id WHERE f.id = ?',
  );
  const toPast = ({ sourceId, ...rest }: { sourceId: number }) => ({ source: placeOf.get(sourceId), ...rest });
  const toValue = (column: string, value: unknown): unknown => {
    if (column === 'spans') return unpackSpans(value as Uint8Array);
    if (column !== 'elsewhere') return value;
    const { spans, from } = unpackElsewhere(value as string);
    return { spans: spans.map(toPast), from: Object.entries(from).map(([field, past]) => [field, toPast(past)]) };
  };
  // The one place where a statement stays open: the connection is this dump's own.
  for (const row of rows.iterate() as IterableIterator<Record<string, unknown>>) {
    const kept = Object.entries(row).filter(
      ([column, value]) => !left.has(column) && !(value === null && laterColumns.has(column)),
    );
    yield JSON.stringify([name, Object.fromEntries(kept.map(([column, value]) => [column, toValue(column, value)]))]);
  }
}

/** Length and SHA-256 of every generation of every source, and of what is pending. */
function* dumpBytes(connection: Connection, reader: SegmentReader): IterableIterator<string> {
  const generations = connection
    .prepare(
      `SELECT DISTINCT s.id, g.generation, r.machine, r.path AS root, s.path FROM segments g
         JOIN sources s ON s.id = g.source_id JOIN roots r ON r.id = s.root_id
         ORDER BY r.machine, r.path, s.path, g.generation`,
    )
    .all() as { id: number; generation: number; machine: string; root: string; path: string }[];
  for (const { id, generation, machine, root, path } of generations) {
    const hash = createHash('sha256');
    let length = 0;
    for (const segment of reader.segments(id, generation)) {
      const bytes = reader.expand(segment);
      hash.update(bytes);
      length += bytes.length;
    }
    yield JSON.stringify(['bytes', machine, root, path, generation, length, hash.digest('hex')]);
  }
  const pending = connection.prepare(
    `SELECT r.machine, r.path AS root, s.path, length(p.bytes) AS length, hex(p.bytes) AS bytes FROM pending_bytes p
       JOIN sources s ON s.id = p.source_id JOIN roots r ON r.id = s.root_id ORDER BY 1, 2, 3`,
  );
  for (const row of pending.all()) yield JSON.stringify(['pending', ...Object.values(row as object)]);
}
