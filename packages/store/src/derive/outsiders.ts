import type { Connection } from '../database/connection.ts';
import type { FamilyMember } from '../keeping/families.ts';

/** Sessions outside a family whose rows say something that its files say. */
export interface Outsiders {
  /** Those linked from the family or given a title by its files; to be asked before that is removed. */
  find(members: readonly FamilyMember[], sourceIds: readonly number[]): number[];
  /** Brings titles that name a record in line with what is there now. */
  retitle(sessionIds: readonly number[]): void;
}

export function createOutsiders(connection: Connection): Outsiders {
  const linked = connection
    .prepare(
      `SELECT s.id FROM links l JOIN sessions s ON s.native = l.child AND s.agent = ? AND s.root_id = ?
         WHERE l.session_id = ?`,
    )
    .pluck();
  const titled = connection
    .prepare(
      `SELECT m.session_id FROM leaf_matches m WHERE m.record IN (SELECT record FROM leaf_titles WHERE source_id = ?)`,
    )
    .pluck();
  const hasTitles = connection.prepare('SELECT 1 FROM leaf_titles WHERE source_id = ? LIMIT 1').pluck();
  const unmatch = connection.prepare(
    'DELETE FROM leaf_matches WHERE session_id = ? AND record NOT IN (SELECT record FROM leaf_titles)',
  );
  const retitle = connection.prepare(
    `UPDATE sessions SET leaf_title = (SELECT t.text FROM leaf_matches m JOIN leaf_titles t ON t.record = m.record
       WHERE m.session_id = sessions.id ORDER BY t.offset DESC, t.text DESC LIMIT 1) WHERE id = ?`,
  );

  return {
    find(members, sourceIds) {
      const found = new Set<number>();
      for (const { id, agent, root_id } of members) {
        for (const child of linked.all(agent, root_id, id) as number[]) found.add(child);
      }
      for (const id of sourceIds) {
        if (hasTitles.get(id) === undefined) continue;
        for (const session of titled.all(id) as number[]) found.add(session);
      }
      for (const { id } of members) found.delete(id);
      return [...found];
    },
    retitle(sessionIds) {
      for (const id of sessionIds) {
        unmatch.run(id);
        retitle.run(id);
      }
    },
  };
}
