import type { Tables } from './tables.ts';

// The store's port. Statements are SQL that SQLite and PostgreSQL both understand, with `?` for
// values; an adapter owns the connection, the transaction and the commit.

export type Value = string | number | null;
export type Row = Readonly<Record<string, Value>>;

/** Statements inside one transaction. */
export interface Sql {
  /** First row of `SELECT * FROM table <rest>`. */
  get<T extends keyof Tables>(
    table: T,
    rest: string,
    ...values: readonly Value[]
  ): Promise<Tables[T] | undefined>;
  /** All rows of `SELECT * FROM table <rest>`. */
  all<T extends keyof Tables>(
    table: T,
    rest: string,
    ...values: readonly Value[]
  ): Promise<Tables[T][]>;
  /** Rows of any query, for aggregates. */
  query(text: string, ...values: readonly Value[]): Promise<Row[]>;
  /** Runs a statement; returns the number of changed rows. */
  run(text: string, ...values: readonly Value[]): Promise<number>;
  insert<T extends keyof Tables>(table: T, row: Tables[T]): Promise<void>;
  /** Sets columns of the rows that `where` names; returns how many. */
  update<T extends keyof Tables>(
    table: T,
    set: Partial<Tables[T]>,
    where: string,
    ...values: readonly Value[]
  ): Promise<number>;
}

export interface Store {
  /**
   * Runs `work` in a transaction and resolves once it is durable. What `work` throws rolls back
   * its own statements alone and rejects.
   *
   * @throws AppError `store.unavailable` (retryable) when the commit itself fails
   */
  transaction<T>(work: (sql: Sql) => Promise<T>): Promise<T>;
  /** Runs `work` on committed data. */
  read<T>(work: (sql: Sql) => Promise<T>): Promise<T>;
  close(): Promise<void>;
}

/** First column of the first row as a number; 0 where there is none. */
export async function count(sql: Sql, text: string, ...values: readonly Value[]): Promise<number> {
  const [row] = await sql.query(text, ...values);
  return row ? Number(Object.values(row)[0] ?? 0) : 0;
}
