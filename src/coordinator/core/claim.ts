import type { ClaimAnswer, ClaimRequest } from '../../protocol/claim.ts';
import { LIMITS } from '../../protocol/limits.ts';
import type { DeviceRow, LeaseRow, TaskRow } from '../store/tables.ts';
import { cutJob, noteSeen } from './jobs/cut.ts';
import { liveGrant } from './live-grant.ts';
import { composeTask } from './material.ts';
import { leaseLength } from './timings.ts';
import { subnetOf } from './turn.ts';
import type { Subnet, Turn } from './turn.ts';

// Handing out work: an open slot of a task that waits for a second opinion, else a new task. Jobs
// come first, of any subnet asked for; practice fills the gaps.

const RETRY_MS = 1_500;
/** A task with an open slot is offered to others for so long. */
const SLOT_OPEN_MS = 600_000;
/** A task made for another device is taken when it lasts this one so many times its own length. */
const SLOT_STRETCH = 2.5;
/** A device that submitted within this time is still on the same visit. */
const VISIT_MS = 60_000;

/** Gives a device its next unit, or says why there is none and when to ask again. */
export async function claim(
  turn: Turn,
  device: DeviceRow,
  request: ClaimRequest,
): Promise<ClaimAnswer> {
  const asked = request.subnets.filter((slug) => turn.subnets.has(slug));
  for (const material of ['job', 'practice'] as const) {
    for (const slug of asked) {
      const ask = { subnet: subnetOf(turn, slug), request, material };
      const task = (await takeOpenSlot(turn, device, ask)) ?? (await newTask(turn, device, ask));
      if (task) return { unit: await grantLease(turn, device, task, request) };
    }
  }
  const reason =
    asked.length === 0
      ? 'This coordinator has none of the subnets asked for.'
      : 'The coordinator is preparing frames; there will be some in a moment.';
  return { unit: null, retryMs: RETRY_MS, reason };
}

interface Ask {
  readonly subnet: Subnet;
  readonly request: ClaimRequest;
  readonly material: 'job' | 'practice';
}

/** Tasks of jobs that still run, with items that the device has no opinion on yet. */
const JOB_SLOTS = `AND t.material = 'job'
  AND EXISTS (SELECT 1 FROM jobs j WHERE j.job_id = t.group_id AND j.state = 'running')
  AND NOT EXISTS (SELECT 1 FROM job_items o JOIN job_seen s
    ON s.job_id = o.job_id AND s.ordinal = o.ordinal
    WHERE o.task_id = t.task_id AND s.device_key = ?)`;
const PRACTICE_SLOTS = "AND t.material <> 'job'";

async function takeOpenSlot(
  turn: Turn,
  device: DeviceRow,
  { subnet: { manifest }, request: { capability }, material }: Ask,
): Promise<TaskRow | null> {
  const mostItems = Math.floor(
    (manifest.unitSeconds[1] * 1000 * SLOT_STRETCH) / capability.msPerItem,
  );
  // One statement takes the slot, so that two claims can never have the same one.
  const [row] = await turn.sql.query(
    `UPDATE tasks SET open_slots = open_slots - 1 WHERE task_id = (
       SELECT t.task_id FROM tasks t
       WHERE t.open_slots > 0 AND t.subnet = ? AND t.created_ms > ? AND t.items <= ?
         AND NOT EXISTS (SELECT 1 FROM leases l WHERE l.task_id = t.task_id AND l.device_key = ?)
         ${material === 'job' ? JOB_SLOTS : PRACTICE_SLOTS}
       ORDER BY t.created_ms LIMIT 1)
     RETURNING task_id`,
    manifest.slug,
    turn.now - SLOT_OPEN_MS,
    Math.max(mostItems, manifest.unitItems[0]),
    device.key,
    ...(material === 'job' ? [device.key] : []),
  );
  const taskId = row?.['task_id'];
  if (typeof taskId !== 'string') return null;
  return (await turn.sql.get('tasks', 'WHERE task_id = ?', taskId)) ?? null;
}

async function newTask(
  turn: Turn,
  device: DeviceRow,
  { subnet, request: { capability }, material }: Ask,
): Promise<TaskRow | null> {
  const { unitSeconds, unitItems, verification } = subnet.manifest;
  const [low, high] = unitSeconds;
  // The first unit of a visit is the shortest: its speed is a guess, and a person is waiting.
  const seconds = (await workedLately(turn, device)) ? (low + high) / 2 : low;
  const [least, most] = unitItems;
  const bound = device.standing === 'new' ? Math.min(most, verification.newDeviceItems) : most;
  const items = clamp(Math.round((seconds * 1000) / capability.msPerItem), [least, bound]);
  const openSlots = (device.standing === 'new' ? verification.quorum : 1) - 1;
  return material === 'job'
    ? cutJob(turn, device, subnet, { items, openSlots })
    : composeTask(turn, subnet, items, openSlots);
}

async function workedLately({ sql, now }: Turn, { key }: DeviceRow): Promise<boolean> {
  const last = await sql.get('leases', 'WHERE device_key = ? ORDER BY claimed_ms DESC', key);
  return (last?.submitted_ms ?? 0) > now - VISIT_MS;
}

async function grantLease(
  turn: Turn,
  device: DeviceRow,
  task: TaskRow,
  { capability }: ClaimRequest,
) {
  const ttlMs = await leaseLength(turn, task, capability);
  const lease: LeaseRow = {
    lease_id: turn.newId(),
    task_id: task.task_id,
    subnet: task.subnet,
    material: task.material,
    device_key: device.key,
    token: turn.newId(),
    state: 'leased',
    items: task.items,
    backend: capability.backend,
    device_class: capability.deviceClass,
    ttl_ms: ttlMs,
    claimed_ms: turn.now,
    expires_ms: turn.now + ttlMs,
    submitted_ms: null,
    decided_ms: null,
    submission_id: null,
    result_hash: null,
    result: null,
    answer: null,
    signed: null,
    verify_ms: null,
    locked_ms: 0,
    attempts: 0,
    recompute: null,
    second_vote: 0,
    peer_lease: null,
    verdict: null,
    score: null,
    work: 0,
    credit: null,
    epoch: null,
    grant_id: (await liveGrant(turn, device.key))?.grant_id ?? null,
    tab_ms: null,
    contests: null,
  };
  await turn.sql.insert('leases', lease);
  await noteSeen(turn, task, device.key);
  return {
    unitId: lease.lease_id,
    taskId: task.task_id,
    subnet: task.subnet,
    material: task.material,
    input: JSON.parse(task.input) as unknown,
    items: task.items,
    lease: {
      leaseId: lease.lease_id,
      token: lease.token,
      ttlMs,
      heartbeatMs: Math.floor(Math.min(ttlMs, LIMITS.leaseFloorMs) / 3),
    },
  };
}

function clamp(value: number, [low, high]: readonly [number, number]): number {
  return Math.min(high, Math.max(low, value));
}
