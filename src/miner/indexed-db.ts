import { AppError } from '../shared/errors.ts';
import { type KeyValue, type Table, TABLES } from './key-value.ts';

const NAME = 'adit';
const VERSION = 1;

/**
 * Opens the profile's IndexedDB as a `KeyValue`. Writes ask for strict durability: a result that
 * was kept must survive a power cut.
 *
 * @throws AppError `storage.unavailable` when the browser refuses (private mode, full disk)
 */
export async function openIndexedDb(): Promise<KeyValue> {
  if (typeof indexedDB === 'undefined') {
    throw new AppError('storage.unavailable', 'this browser offers no IndexedDB');
  }
  const database = await openDatabase();
  const store = (table: Table, mode: IDBTransactionMode): IDBObjectStore =>
    database.transaction(table, mode, { durability: 'strict' }).objectStore(table);
  return {
    get: (table, key) => settle(store(table, 'readonly').get(key)),
    put: (table, key, value) => commit(store(table, 'readwrite'), (rows) => rows.put(value, key)),
    delete: (table, key) => commit(store(table, 'readwrite'), (rows) => rows.delete(key)),
    async entries(table) {
      const rows = store(table, 'readonly');
      const [keys, values] = await Promise.all([settle(rows.getAllKeys()), settle(rows.getAll())]);
      return keys.map((key, index) => [String(key), values[index] as unknown] as const); // IDB types values as any
    },
  };
}

function openDatabase(): Promise<IDBDatabase> {
  return new Promise((resolve, reject) => {
    const request = indexedDB.open(NAME, VERSION);
    request.addEventListener('upgradeneeded', () => {
      for (const table of TABLES) {
        if (!request.result.objectStoreNames.contains(table))
          request.result.createObjectStore(table);
      }
    });
    request.addEventListener('success', () => {
      // A newer page may upgrade: let go instead of blocking it.
      request.result.addEventListener('versionchange', () => request.result.close());
      resolve(request.result);
    });
    request.addEventListener('error', () => reject(unavailable(request.error)));
    request.addEventListener('blocked', () => reject(unavailable(null)));
  });
}

function settle<T>(request: IDBRequest<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    request.addEventListener('success', () => resolve(request.result));
    request.addEventListener('error', () => reject(unavailable(request.error)));
  });
}

/** Resolves when the transaction, not only the request, is complete. */
function commit(rows: IDBObjectStore, write: (rows: IDBObjectStore) => unknown): Promise<void> {
  return new Promise((resolve, reject) => {
    write(rows);
    rows.transaction.addEventListener('complete', () => resolve());
    rows.transaction.addEventListener('error', () => reject(unavailable(rows.transaction.error)));
    rows.transaction.addEventListener('abort', () => reject(unavailable(rows.transaction.error)));
  });
}

function unavailable(cause: DOMException | null): AppError {
  const why = cause ? `${cause.name}: ${cause.message}` : 'another tab holds an older version';
  return new AppError('storage.unavailable', `the browser's storage refused (${why})`, { cause });
}
