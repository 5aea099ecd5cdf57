import type { DeviceRow, ItemRow, JobItemRow, JobRow, TaskRow } from '../../store/tables.ts';
import { makeTask, unusedKnown } from '../material.ts';
import type { Subnet, Turn } from '../turn.ts';
import { hasCompany } from '../verification.ts';
import { knownGroup } from './purge.ts';

// Cutting jobs into units. Jobs take turns; within one, the first open items that follow each
// other, as many as the device's speed asks for. An item goes to a device once: a device is never
// its own second opinion.

/** An item of a job that is open, and of which the device has not had an opinion yet. */
const OPEN = 'o.task_id IS NULL AND o.done = 0';
const UNSEEN = `NOT EXISTS (SELECT 1 FROM job_seen s
  WHERE s.job_id = o.job_id AND s.ordinal = o.ordinal AND s.device_key = ?)`;

/**
 * The next unit of a job for a device.
 *
 * @param items     size of a unit for it
 * @param openSlots leases that the task offers to others
 * @returns null when no job has work for this device
 */
export async function cutJob(
  turn: Turn,
  device: DeviceRow,
  subnet: Subnet,
  { items, openSlots }: { readonly items: number; readonly openSlots: number },
): Promise<TaskRow | null> {
  const found = await openJob(turn, device, subnet);
  if (!found) return null;
  const { job, again } = found;
  const run = await nextRun(turn, job, again ? null : device, {
    items,
    least: subnet.manifest.unitItems[0],
  });
  const work = await poolItems(turn, run);
  const task = await makeTask(turn, subnet, {
    work,
    known: await unusedKnown(turn, subnet, work, knownGroup(job.job_id)),
    material: 'job',
    groupId: job.job_id,
    openSlots,
  });
  if (!task) return null;
  const [first, last] = [run[0]?.ordinal ?? 0, run.at(-1)?.ordinal ?? 0];
  await turn.sql.update(
    'job_items',
    { task_id: task.task_id },
    'job_id = ? AND ordinal >= ? AND ordinal <= ?',
    job.job_id,
    first,
    last,
  );
  await turn.sql.update('jobs', { served_ms: turn.now }, 'job_id = ?', job.job_id);
  return task;
}

/** Notes that a device works on the items of a job's task. */
export async function noteSeen(turn: Turn, task: TaskRow, deviceKey: string): Promise<void> {
  if (task.material !== 'job') return;
  await turn.sql.run(
    `INSERT INTO job_seen (job_id, ordinal, device_key, task_id)
     SELECT job_id, ordinal, ?, task_id FROM job_items WHERE task_id = ?`,
    deviceKey,
    task.task_id,
  );
}

interface Found {
  readonly job: JobRow;
  /** The device had these items before and its answer was found wrong. */
  readonly again: boolean;
}

/** The job that waited longest among those with work for the device. */
async function openJob(turn: Turn, device: DeviceRow, subnet: Subnet): Promise<Found | null> {
  const { slug } = subnet.manifest;
  const running = `WHERE state = 'running' AND subnet = ? AND deleted_ms IS NULL`;
  const order = 'ORDER BY served_ms, created_ms, job_id';
  const fresh = await turn.sql.get(
    'jobs',
    `${running} AND EXISTS (SELECT 1 FROM job_items o
       WHERE o.job_id = jobs.job_id AND ${OPEN} AND ${UNSEEN}) ${order}`,
    slug,
    device.key,
  );
  if (fresh) return { job: fresh, again: false };
  // Alone, a device whose answer was found wrong may do it over: it is checked as a new one's is.
  // A rerun waits for somebody else.
  if (await hasCompany(turn, { subnet: slug, device_key: device.key })) return null;
  const again = await turn.sql.get(
    'jobs',
    `${running} AND round = 0 AND EXISTS (SELECT 1 FROM job_items o
       WHERE o.job_id = jobs.job_id AND ${OPEN}) ${order}`,
    slug,
  );
  return again ? { job: again, again: true } : null;
}

/**
 * Open items that follow each other without a gap; a rest too short for a unit of its own is taken
 * along.
 *
 * @param device whose opinions are left out; null for none
 */
async function nextRun(
  turn: Turn,
  job: JobRow,
  device: DeviceRow | null,
  { items, least }: { readonly items: number; readonly least: number },
): Promise<JobItemRow[]> {
  const rows = await turn.sql.all(
    'job_items',
    `AS o WHERE o.job_id = ? AND ${OPEN} ${device ? `AND ${UNSEEN}` : ''} ORDER BY o.ordinal LIMIT ?`,
    job.job_id,
    ...(device ? [device.key] : []),
    items + least,
  );
  const gap = rows.findIndex((row, i) => i > 0 && row.ordinal !== (rows[i - 1]?.ordinal ?? 0) + 1);
  const run = gap < 0 ? rows : rows.slice(0, gap);
  return run.length - items < least ? run : run.slice(0, items);
}

async function poolItems({ sql }: Turn, run: readonly JobItemRow[]): Promise<ItemRow[]> {
  const items: ItemRow[] = [];
  for (const { item_id: itemId } of run) {
    const item = itemId === null ? undefined : await sql.get('items', 'WHERE item_id = ?', itemId);
    if (item) items.push(item);
  }
  return items;
}
