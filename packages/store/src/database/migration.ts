import { type Compilable, DummyDriver, Kysely, SqliteAdapter, SqliteIntrospector, SqliteQueryCompiler } from 'kysely';

/**
 * One step of a schema, never changed after release. `up` only builds statements; the runner executes
 * them and raises `user_version` in one transaction, so a crash leaves the step done or not begun.
 */
export interface Migration {
  name: string;
  up(db: SchemaBuilder): Compilable[];
}

/** Migrations must not know the current row types, they outlive them. */
export type SchemaBuilder = Kysely<Record<string, Record<string, unknown>>>;

/** A kysely that compiles statements and runs none. */
export const schemaBuilder: SchemaBuilder = new Kysely({
  dialect: {
    createAdapter: () => new SqliteAdapter(),
    createDriver: () => new DummyDriver(),
    createIntrospector: (db) => new SqliteIntrospector(db),
    createQueryCompiler: () => new SqliteQueryCompiler(),
  },
});
