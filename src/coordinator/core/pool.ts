import { canonicalJson } from '../../shared/hash.ts';
import type { SeedInfo } from '../../protocol/board.ts';
import type { BlobAccess, NewPoolItem, PoolCounts } from '../port.ts';
import { count } from '../store/sql.ts';
import type { Sql } from '../store/sql.ts';
import type { Turn } from './turn.ts';

// The pool of material: groups of items, fresh until they were handed out once; rendered groups
// leave it when their seed is revealed.

/** Adds items; an item that is there already stays as it is. */
export async function addPoolItems(
  turn: Turn,
  subnet: string,
  items: readonly NewPoolItem[],
): Promise<void> {
  const groups = new Map<string, NewPoolItem[]>();
  for (const entry of items) {
    groups.set(entry.item.groupId, [...(groups.get(entry.item.groupId) ?? []), entry]);
  }
  for (const [groupId, entries] of groups) {
    for (const { item, truth } of entries) {
      await turn.sql.run(
        `INSERT INTO items (item_id, subnet, group_id, ordinal, material, blob, bytes, meta, truth, known_uses)
         VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, 0) ON CONFLICT (item_id) DO NOTHING`,
        item.itemId,
        subnet,
        groupId,
        item.ordinal,
        item.material,
        item.blob,
        item.bytes,
        canonicalJson(item.meta),
        truth === null ? null : JSON.stringify(truth),
      );
    }
    await addGroup(turn, subnet, groupId, entries);
  }
}

async function addGroup(
  turn: Turn,
  subnet: string,
  groupId: string,
  entries: readonly NewPoolItem[],
): Promise<void> {
  const [first] = entries;
  if (!first) return;
  const size = await count(turn.sql, 'SELECT COUNT(*) AS n FROM items WHERE group_id = ?', groupId);
  const labelled = entries.every(({ truth }) => truth !== null) ? 1 : 0;
  await turn.sql.run(
    `INSERT INTO groups (group_id, subnet, material, labelled, items, cursor, uses, seed_id, created_ms)
     VALUES (?, ?, ?, ?, ?, 0, 0, ?, ?) ON CONFLICT (group_id) DO UPDATE SET items = excluded.items`,
    groupId,
    subnet,
    first.item.material,
    labelled,
    size,
    first.seedId,
    turn.now,
  );
}

/** Groups that nobody has worked on yet, jobs with open items, and items whose truth is known. */
export async function poolCounts(sql: Sql, subnet: string): Promise<PoolCounts> {
  const rows = await sql.query(
    'SELECT material, COUNT(*) AS n FROM groups WHERE subnet = ? AND uses = 0 AND cursor = 0 GROUP BY material',
    subnet,
  );
  const fresh = { operator: 0, rendered: 0, job: await openJobs(sql, subnet) };
  for (const { material, n } of rows) {
    if (material === 'operator' || material === 'rendered') fresh[material] = Number(n);
  }
  const knownItems = await count(
    sql,
    "SELECT COUNT(*) AS n FROM items WHERE subnet = ? AND truth IS NOT NULL AND material <> 'job'",
    subnet,
  );
  return { fresh, knownItems };
}

/** Jobs with items that nobody works on. */
function openJobs(sql: Sql, subnet: string): Promise<number> {
  return count(
    sql,
    `SELECT COUNT(*) AS n FROM jobs WHERE subnet = ? AND state = 'running' AND deleted_ms IS NULL
       AND EXISTS (SELECT 1 FROM job_items j
         WHERE j.job_id = jobs.job_id AND j.task_id IS NULL AND j.done = 0)`,
    subnet,
  );
}

export async function addSeed(
  turn: Turn,
  seedId: string,
  seed: string,
  commitment: string,
): Promise<void> {
  await turn.sql.insert('seeds', {
    seed_id: seedId,
    seed,
    commitment,
    epoch: null,
    revealed: 0,
    created_ms: turn.now,
  });
}

/**
 * Reveals the seeds last used in `epoch` or before, and retires their groups: whoever knows the
 * seed knows the truth. Waits while an answer is open or undecided, and while nothing fresh could
 * take the group's place.
 */
export async function revealSeeds(turn: Turn, epoch: number): Promise<void> {
  const groups = await turn.sql.all(
    'groups',
    `WHERE seed_id IN (SELECT seed_id FROM seeds WHERE revealed = 0 AND epoch <= ?)
       AND NOT EXISTS (
         SELECT 1 FROM tasks t JOIN leases l ON l.task_id = t.task_id
         WHERE t.group_id = groups.group_id AND l.state IN ('leased', 'verifying'))
       AND EXISTS (
         SELECT 1 FROM groups f WHERE f.subnet = groups.subnet AND f.uses = 0 AND f.cursor = 0)`,
    epoch,
  );
  for (const group of groups) {
    await turn.sql.run('DELETE FROM groups WHERE group_id = ?', group.group_id);
    await turn.sql.run('DELETE FROM items WHERE group_id = ?', group.group_id);
    await turn.sql.run('UPDATE tasks SET open_slots = 0 WHERE group_id = ?', group.group_id);
    await turn.sql.run(
      'UPDATE seeds SET revealed = 1 WHERE seed_id = ? AND NOT EXISTS (SELECT 1 FROM groups WHERE groups.seed_id = seeds.seed_id)',
      group.seed_id,
    );
  }
}

/** Every commitment, the newest last; the seed itself once it is revealed. */
export async function listSeeds(sql: Sql): Promise<SeedInfo[]> {
  const rows = await sql.all('seeds', 'ORDER BY created_ms DESC LIMIT 500');
  return rows.toReversed().map((row) => ({
    seedId: row.seed_id,
    commitment: row.commitment,
    seed: row.revealed === 1 ? row.seed : null,
    epoch: row.epoch,
  }));
}

/** Blobs that somebody may still ask for: the pool's and jobs' items, models, uploads, results. */
export async function referencedBlobs(sql: Sql): Promise<Set<string>> {
  const rows = [
    ...(await sql.query('SELECT DISTINCT blob FROM items')),
    ...(await sql.query('SELECT DISTINCT sha256 AS blob FROM models')),
    ...(await sql.query('SELECT DISTINCT upload AS blob FROM job_items WHERE item_id IS NULL')),
    ...(await sql.query('SELECT DISTINCT blob FROM job_files')),
  ];
  return new Set(rows.map(({ blob }) => String(blob)));
}

/**
 * Who may read a content by its hash: everybody, everybody who knows it though nobody may keep a
 * copy (items of jobs, which tabs work on), or nobody (uploads and results, which only their owner
 * gets by other ways).
 */
export async function blobAccess(sql: Sql, sha256: string): Promise<BlobAccess> {
  const items = await sql.all('items', 'WHERE blob = ?', sha256);
  const model = await sql.get('models', 'WHERE sha256 = ?', sha256);
  // What everybody may have stays so, whoever sends the same content for a job.
  if (model || items.some(({ material }) => material !== 'job')) return 'public';
  if (items.length > 0) return 'private';
  const file = await sql.get('job_files', 'WHERE blob = ?', sha256);
  const upload = await sql.get('job_items', 'WHERE upload = ? AND received = 1', sha256);
  return file || upload ? 'owner' : 'public';
}
