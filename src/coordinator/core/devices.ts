import { AppError } from '../../shared/errors.ts';
import type { DeviceInfo, DeviceRequest } from '../../protocol/hello.ts';
import type { DeviceRow, GrantRow } from '../store/tables.ts';
import { liveGrant } from './live-grant.ts';
import { admitSequence, EMPTY_WINDOW } from './sequence.ts';
import type { Turn } from './turn.ts';

// Device keys: registration, the replay window, what others may know of a device.

interface Sender {
  readonly deviceKey: string;
  readonly seq: number;
}

/**
 * Admits a signed request: the device is known and the sequence number is fresh.
 *
 * @throws AppError `device.unknown`, `request.replayed`
 */
export async function admit(turn: Turn, { deviceKey, seq }: Sender): Promise<DeviceRow> {
  const device = await turn.sql.get('devices', 'WHERE key = ?', deviceKey);
  if (!device) {
    throw new AppError('device.unknown', 'this device key is not registered: register it first');
  }
  await consume(turn, device, seq);
  return device;
}

/** As `admit`, and the device may get work. @throws AppError `device.banned` too */
export async function admitMiner(turn: Turn, sender: Sender): Promise<DeviceRow> {
  const device = await admit(turn, sender);
  if (device.standing === 'banned') {
    throw new AppError('device.banned', device.reason ?? 'this device gets no more work');
  }
  return device;
}

async function consume(turn: Turn, device: DeviceRow, seq: number): Promise<void> {
  const { top, seen } = admitSequence({ top: device.seq_top, seen: device.seq_window }, seq);
  await turn.sql.update('devices', { seq_top: top, seq_window: seen }, 'key = ?', device.key);
}

/** Registers a device key, or renames it. */
export async function register(
  turn: Turn,
  sender: Sender,
  request: DeviceRequest,
  demo: boolean,
): Promise<DeviceInfo> {
  const known = await turn.sql.get('devices', 'WHERE key = ?', sender.deviceKey);
  const device = known ?? (await addDevice(turn, sender.deviceKey, demo));
  await consume(turn, device, sender.seq);
  const name = cleanName(request.name) ?? device.name;
  if (name !== device.name) await turn.sql.update('devices', { name }, 'key = ?', device.key);
  return toDeviceInfo({ ...device, name }, await liveGrant(turn, device.key));
}

async function addDevice(turn: Turn, key: string, demo: boolean): Promise<DeviceRow> {
  const row: DeviceRow = {
    key,
    name: `guest-${key.slice(0, 6)}`,
    demo: demo ? 1 : 0,
    standing: 'new',
    registered_ms: turn.now,
    seq_top: EMPTY_WINDOW.top,
    seq_window: EMPTY_WINDOW.seen,
    streak: 0,
    strikes: 0,
    accepted: 0,
    rejected: 0,
    late: 0,
    balance: 0,
    escrow: 0,
    votes: Math.max(...[...turn.subnets.values()].map(secondVotes)),
    votes_ms: turn.now,
    reason: null,
  };
  await turn.sql.insert('devices', row);
  return row;
}

function secondVotes({
  manifest,
}: {
  manifest: { verification: { secondVotesPerDevice: number } };
}) {
  return manifest.verification.secondVotesPerDevice;
}

/** Printable characters only, without white space at the ends; null when nothing is left. */
function cleanName(name: string | undefined): string | null {
  const clean = name?.replace(/[\p{C}\p{Z}]+/gu, ' ').trim();
  return clean ? clean : null;
}

export function toDeviceInfo(row: DeviceRow, grant: GrantRow | undefined): DeviceInfo {
  const decided = row.accepted + row.rejected;
  return {
    deviceKey: row.key,
    name: row.name,
    standing: row.standing,
    // Laplace's rule of succession: no units, no opinion.
    trust: row.standing === 'banned' ? 0 : (row.accepted + 1) / (decided + 2),
    demo: row.demo === 1,
    registeredMs: row.registered_ms,
    acceptedUnits: row.accepted,
    rejectedUnits: row.rejected,
    lateUnits: row.late,
    balance: row.balance,
    escrow: row.escrow,
    account: grant ? { address: grant.address, expiresMs: grant.expires_ms } : null,
    reason: row.standing === 'banned' ? row.reason : null,
  };
}
