import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'libsql';
import { expect, test } from 'vitest';
import { openLibsql } from '../../../src/coordinator/store/libsql.ts';
import { MIGRATIONS } from '../../../src/coordinator/store/schema.ts';

test('a store of the first version is brought up to date with its rows in place', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'adit-migration-'));
  const path = join(folder, 'adit.db');
  const old = new Database(path);
  old.exec('CREATE TABLE migrations (version INTEGER PRIMARY KEY)');
  old.exec(`${MIGRATIONS[0]}; INSERT INTO migrations VALUES (1)`);
  old.exec(`INSERT INTO leases (lease_id, task_id, subnet, material, device_key, token, state, items,
    backend, device_class, ttl_ms, claimed_ms, expires_ms, locked_ms, attempts, second_vote, work)
    VALUES ('l', 't', 'score', 'operator', 'd', 'k', 'leased', 1, 'wasm', 'x', 1, 1, 1, 0, 0, 0, 0)`);
  old.close();

  const store = openLibsql(path);
  const [lease, grant] = await store.read(async (sql) => [
    await sql.get('leases', ''),
    await sql.get('grants', ''),
  ]);
  await store.close();

  expect(lease).toMatchObject({ lease_id: 'l', grant_id: null, contests: null });
  expect(grant).toBeUndefined();
  rmSync(folder, { recursive: true });
});
