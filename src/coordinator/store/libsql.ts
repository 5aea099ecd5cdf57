import Database from 'libsql';
import { AppError } from '../../shared/errors.ts';
import { MIGRATIONS } from './schema.ts';
import type { Row, Sql, Store, Value } from './sql.ts';
import type { Tables } from './tables.ts';

// The embedded store: SQLite through libsql, WAL, every commit flushed to the disk. Transactions
// that wait are committed together (group commit): one flush pays for all of them, and each is
// acknowledged only after it.

/** Most transactions of one commit: bounds how long the first of them waits. */
const GROUP_LIMIT = 128;

interface Waiting {
  readonly work: (sql: Sql) => Promise<unknown>;
  readonly resolve: (value: unknown) => void;
  readonly reject: (error: unknown) => void;
}

/**
 * Opens (and creates or migrates) the store.
 *
 * @param path a file, or `:memory:` for a store that ends with the process
 * @throws AppError `store.unavailable` when the file cannot be opened
 */
export function openLibsql(path: string): Store {
  const writer = open(path);
  migrate(writer);
  const writing = statements(writer);
  // A memory store has no second connection; its reads queue with the writes.
  const reader = path === ':memory:' ? null : open(path);
  const reading = reader ? statements(reader) : null;
  const queue: Waiting[] = [];
  let running: Promise<void> | null = null;

  async function drain(): Promise<void> {
    // Let everything that arrives in this turn of the event loop join the first group.
    await Promise.resolve();
    while (queue.length > 0) await commitGroup(writer, writing, queue.splice(0, GROUP_LIMIT));
    running = null;
  }

  const transaction = <T>(work: (sql: Sql) => Promise<T>): Promise<T> =>
    new Promise<T>((resolve, reject) => {
      // The group hands each work's own value back to it.
      queue.push({ work, resolve: resolve as (value: unknown) => void, reject });
      running ??= drain();
    });

  return {
    transaction,
    read: (work) => (reading ? work(reading) : transaction(work)),
    async close() {
      await running;
      reader?.close();
      writer.close();
    },
  };
}

function open(path: string): Database.Database {
  try {
    const database = new Database(path);
    database.pragma('journal_mode = WAL');
    database.pragma('synchronous = FULL');
    database.pragma('busy_timeout = 5000');
    return database;
  } catch (error) {
    throw new AppError('store.unavailable', `cannot open the store ${path}: ${String(error)}`, {
      cause: error,
    });
  }
}

function migrate(database: Database.Database): void {
  database.exec('CREATE TABLE IF NOT EXISTS migrations (version INTEGER PRIMARY KEY)');
  const row: unknown = database.prepare('SELECT COUNT(*) AS done FROM migrations').get();
  const done = typeof row === 'object' && row !== null && 'done' in row ? Number(row.done) : 0;
  for (const [index, text] of MIGRATIONS.entries()) {
    if (index < done) continue;
    database.exec(`BEGIN; ${text}; INSERT INTO migrations VALUES (${index + 1}); COMMIT;`);
  }
}

async function commitGroup(
  database: Database.Database,
  sql: Sql,
  group: readonly Waiting[],
): Promise<void> {
  const settle: (() => void)[] = [];
  try {
    database.exec('BEGIN IMMEDIATE');
    for (const waiting of group) settle.push(await runOne(database, sql, waiting));
    database.exec('COMMIT');
  } catch (error) {
    if (database.inTransaction) database.exec('ROLLBACK');
    const failure = new AppError(
      'store.unavailable',
      `the store did not commit: ${String(error)}`,
      {
        retryable: true,
        cause: error,
      },
    );
    for (const { reject } of group) reject(failure);
    return;
  }
  for (const done of settle) done();
}

/** One transaction of the group, under a savepoint so that its failure is its own. */
async function runOne(
  database: Database.Database,
  sql: Sql,
  { work, resolve, reject }: Waiting,
): Promise<() => void> {
  database.exec('SAVEPOINT one');
  try {
    const value = await work(sql);
    database.exec('RELEASE one');
    return () => resolve(value);
  } catch (error) {
    database.exec('ROLLBACK TO one; RELEASE one');
    return () => reject(error);
  }
}

function statements(database: Database.Database): Sql {
  const prepared = new Map<string, Database.Statement>();
  const prepare = (text: string): Database.Statement => {
    const known = prepared.get(text);
    if (known) return known;
    const statement = database.prepare(text);
    prepared.set(text, statement);
    return statement;
  };
  const all = (text: string, values: readonly Value[]): unknown[] => prepare(text).all(...values);
  // A row of SELECT * has the columns of schema.ts, which tables.ts repeats.
  const rows = <T extends keyof Tables>(table: T, rest: string, values: readonly Value[]) =>
    all(`SELECT * FROM ${table} ${rest}`, values) as Tables[T][];
  return {
    get: (table, rest, ...values) => Promise.resolve(rows(table, `${rest} LIMIT 1`, values)[0]),
    all: (table, rest, ...values) => Promise.resolve(rows(table, rest, values)),
    query: (text, ...values) => Promise.resolve(all(text, values) as Row[]),
    run: (text, ...values) => Promise.resolve(prepare(text).run(...values).changes),
    insert(table, row) {
      const names = Object.keys(row);
      const marks = names.map(() => '?').join(', ');
      const text = `INSERT INTO ${table} (${names.join(', ')}) VALUES (${marks})`;
      prepare(text).run(...(Object.values(row) as Value[]));
      return Promise.resolve();
    },
    update(table, set, where, ...values) {
      const names = Object.keys(set);
      const text = `UPDATE ${table} SET ${names.map((name) => `${name} = ?`).join(', ')} WHERE ${where}`;
      const changed = prepare(text).run(...(Object.values(set) as Value[]), ...values).changes;
      return Promise.resolve(changed);
    },
  };
}
