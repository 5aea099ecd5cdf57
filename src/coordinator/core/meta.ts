import type { Sql } from '../store/sql.ts';

// Single values and running totals, by key.

export type Total =
  | 'accepted'
  | 'rejected'
  | 'late'
  | 'items'
  | 'audited-items'
  | 'second-vote-items'
  | 'redundant-items';

/** A number by its key; `fallback` where it was never set. */
export async function readNumber(sql: Sql, key: string, fallback = 0): Promise<number> {
  const row = await sql.get('meta', 'WHERE key = ?', key);
  return row ? Number(row.value) : fallback;
}

export async function writeNumber(sql: Sql, key: string, value: number): Promise<void> {
  await sql.run(
    'INSERT INTO meta (key, value) VALUES (?, ?) ON CONFLICT (key) DO UPDATE SET value = excluded.value',
    key,
    String(value),
  );
}

const totalKey = (total: Total): string => `total.${total}`;

export async function addToTotal(sql: Sql, total: Total, amount: number): Promise<void> {
  if (amount === 0) return;
  await writeNumber(sql, totalKey(total), (await readTotal(sql, total)) + amount);
}

export function readTotal(sql: Sql, total: Total): Promise<number> {
  return readNumber(sql, totalKey(total));
}
