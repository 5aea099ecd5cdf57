import type { Capability } from '../../protocol/claim.ts';
import { LIMITS } from '../../protocol/limits.ts';
import type { LeaseRow, TaskRow } from '../store/tables.ts';
import type { Turn } from './turn.ts';

// How long units take on a class of device, and so how long a lease lasts: three times the 95th
// percentile, never under the floor.

const SAMPLES = 64;
const ENOUGH = 8;
const FACTOR = 3;
const LONGEST_MS = 30 * 60_000;

/** Length of a lease in ms; a device's own measurement counts while its class has few samples. */
export async function leaseLength(
  turn: Turn,
  task: TaskRow,
  capability: Capability,
): Promise<number> {
  const samples = await read(turn, task.subnet, capability.deviceClass);
  const p95 = samples.length >= ENOUGH ? percentile(samples, 0.95) : 0;
  const msPerItem = Math.max(p95, capability.msPerItem);
  return Math.round(
    Math.min(LONGEST_MS, Math.max(LIMITS.leaseFloorMs, FACTOR * msPerItem * task.items)),
  );
}

/** Remembers how long a submitted unit took. */
export async function recordTiming(turn: Turn, lease: LeaseRow): Promise<void> {
  const msPerItem = Math.round((turn.now - lease.claimed_ms) / Math.max(1, lease.items));
  const samples = await read(turn, lease.subnet, lease.device_class);
  await turn.sql.run(
    `INSERT INTO timings (subnet, device_class, samples) VALUES (?, ?, ?)
     ON CONFLICT (subnet, device_class) DO UPDATE SET samples = excluded.samples`,
    lease.subnet,
    lease.device_class,
    JSON.stringify([...samples, msPerItem].slice(-SAMPLES)),
  );
}

async function read(turn: Turn, subnet: string, deviceClass: string): Promise<number[]> {
  const row = await turn.sql.get(
    'timings',
    'WHERE subnet = ? AND device_class = ?',
    subnet,
    deviceClass,
  );
  return row ? (JSON.parse(row.samples) as number[]) : []; // written by recordTiming
}

function percentile(samples: readonly number[], share: number): number {
  const sorted = [...samples].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? 0;
}
