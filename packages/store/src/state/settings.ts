import type { Connection } from '../database/connection.ts';
import type { Transact } from '../database/transaction.ts';

/** Small JSON values kept by name. */
export interface Settings {
  get(name: string): unknown;
  /** `undefined` forgets the setting. */
  set(name: string, value: unknown): void;
}

export function createSettings(connection: Connection, transact: Transact): Settings {
  const get = connection.prepare('SELECT value FROM settings WHERE name = ?').pluck();
  const put = connection.prepare('INSERT OR REPLACE INTO settings (name, value) VALUES (?, ?)');
  const remove = connection.prepare('DELETE FROM settings WHERE name = ?');
  return {
    get(name) {
      const value = get.get(name) as string | undefined;
      return value === undefined ? undefined : (JSON.parse(value) as unknown);
    },
    set(name, value) {
      transact(() => (value === undefined ? remove.run(name) : put.run(name, JSON.stringify(value))));
    },
  };
}
