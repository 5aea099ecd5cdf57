import type { AheadJob } from '../port.ts';
import type { Subnet, Turn } from './turn.ts';
import { hasCompany, votesLeft } from './verification.ts';

/** Units older than this were given up by their tab, or are long: nobody watches them now. */
const FRESH_MS = 60_000;

/**
 * A unit that a lone newcomer works on: its second vote will be the coordinator's, so the
 * coordinator may do its own half while the tab does the other.
 *
 * @param known units that the caller already has
 * @returns null when there is none, or when the device has no second vote left
 */
export async function nextAhead(
  at: Pick<Turn, 'sql' | 'now'>,
  subnets: ReadonlyMap<string, Subnet>,
  known: readonly string[],
): Promise<AheadJob | null> {
  const leases = await at.sql.all(
    'leases',
    "WHERE state = 'leased' AND claimed_ms > ? ORDER BY claimed_ms",
    at.now - FRESH_MS,
  );
  for (const lease of leases) {
    if (known.includes(lease.lease_id)) continue;
    const device = await at.sql.get('devices', 'WHERE key = ?', lease.device_key);
    const subnet = subnets.get(lease.subnet);
    if (device?.standing !== 'new' || !subnet) continue;
    if (votesLeft(at.now, device, subnet.manifest) < 1 || (await hasCompany(at, lease))) continue;
    const task = await at.sql.get('tasks', 'WHERE task_id = ?', lease.task_id);
    if (!task) throw new Error(`lease ${lease.lease_id} has no task`);
    const input = JSON.parse(task.input) as unknown;
    return { unitId: lease.lease_id, subnet: lease.subnet, input, items: task.items };
  }
  return null;
}
