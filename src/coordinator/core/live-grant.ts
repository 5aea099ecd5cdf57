import type { Sql } from '../store/sql.ts';
import type { GrantRow } from '../store/tables.ts';

/** The grant under which a device mines now; a guest has none. */
export function liveGrant(
  { sql, now }: { readonly sql: Sql; readonly now: number },
  deviceKey: string,
): Promise<GrantRow | undefined> {
  return sql.get(
    'grants',
    `WHERE device_key = ? AND revoked_ms IS NULL AND replaced_ms IS NULL
       AND issued_ms <= ? AND expires_ms > ? ORDER BY created_ms DESC`,
    deviceKey,
    now,
    now,
  );
}

/** The grant of a lease, when it has one. */
export async function grantOf(sql: Sql, grantId: string | null): Promise<GrantRow | null> {
  if (grantId === null) return null;
  return (await sql.get('grants', 'WHERE grant_id = ?', grantId)) ?? null;
}
