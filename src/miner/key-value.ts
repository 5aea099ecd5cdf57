// Where a browser profile keeps what must outlive a reload: the device key, the counter of signed
// requests, held leases, results not yet acknowledged, receipts and what probes measured.

export const TABLES = ['identity', 'leases', 'outbox', 'receipts', 'probes', 'settings'] as const;
export type Table = (typeof TABLES)[number];

/** Small durable store; values are anything that structured clone accepts. A write is durable when it resolves. */
export interface KeyValue {
  get(table: Table, key: string): Promise<unknown>;
  put(table: Table, key: string, value: unknown): Promise<void>;
  delete(table: Table, key: string): Promise<void>;
  entries(table: Table): Promise<readonly (readonly [key: string, value: unknown])[]>;
}

/** A store that forgets when the process ends: headless devices and tests. */
export function memoryKeyValue(): KeyValue {
  const tables = new Map<Table, Map<string, unknown>>(TABLES.map((name) => [name, new Map()]));
  const rows = (table: Table): Map<string, unknown> => tables.get(table) ?? new Map();
  return {
    get: (table, key) => Promise.resolve(rows(table).get(key)),
    put: (table, key, value) => {
      rows(table).set(key, value);
      return Promise.resolve();
    },
    delete: (table, key) => {
      rows(table).delete(key);
      return Promise.resolve();
    },
    entries: (table) => Promise.resolve([...rows(table)]),
  };
}
