import type { ApiPromise } from '@polkadot/api';
import * as v from 'valibot';
import type { Position } from '../contract.ts';
import { callApi, hasApi, readStorage } from '../runtime.ts';
import { Account, Amount, Whole } from '../schemas.ts';

const StakeInfo = v.object({
  hotkey: Account,
  netuid: Whole,
  stake: Amount,
  locked: Amount,
  emission: Amount,
  isRegistered: v.boolean(),
});
type StakeInfo = v.InferOutput<typeof StakeInfo>;

const Free = v.object({ total: Amount, locked: Amount, available: Amount });
type Free = v.InferOutput<typeof Free>;

/** By coldkey, then by netuid. */
const Availability = v.array(v.tuple([Account, v.array(v.tuple([Whole, Free]))]));

/** Everything that a coldkey has staked. */
export async function readPositions(api: ApiPromise, coldkey: string): Promise<Position[]> {
  const [infos, free] = await Promise.all([
    callApi(
      api,
      { api: 'StakeInfoRuntimeApi', method: 'get_stake_info_for_coldkey', args: [coldkey] },
      v.array(StakeInfo),
    ),
    readAvailability(api, coldkey),
  ]);
  const held = infos.filter(({ stake }) => stake > 0n);
  const whole = await Promise.all(held.map((info) => readWholeStake(api, info)));
  return held.map((info, index) => toPosition(info, free.get(info.netuid), whole[index] ?? 0n));
}

/** One position; null where there is none. */
export async function readPosition(
  api: ApiPromise,
  coldkey: string,
  place: { readonly hotkey: string; readonly netuid: number },
): Promise<Position | null> {
  const all = await readPositions(api, coldkey);
  return all.find((one) => one.hotkey === place.hotkey && one.netuid === place.netuid) ?? null;
}

/** What is free per subnet, over all hotkeys together; empty for a runtime without locks. */
async function readAvailability(api: ApiPromise, coldkey: string): Promise<Map<number, Free>> {
  const call = {
    api: 'StakeInfoRuntimeApi',
    method: 'get_stake_availability_for_coldkeys',
    args: [[coldkey], null],
  };
  if (!hasApi(api, call)) return new Map();
  const answer = await callApi(api, call, Availability);
  return new Map(answer[0]?.[1]);
}

/** Alpha that everybody together has with a hotkey on a subnet. */
async function readWholeStake(api: ApiPromise, { hotkey, netuid }: StakeInfo): Promise<bigint> {
  const keys = [hotkey, netuid];
  return readStorage(api, { pallet: 'subtensorModule', item: 'totalHotkeyAlpha', keys }, Amount);
}

/**
 * A lock binds a coldkey's stake on a subnet, not one position: a position may give what is free
 * there, and no more than it holds. `emission` of the runtime is what the hotkey earned for all of
 * its nominators, after its take; a position's part goes by its stake.
 */
function toPosition(info: StakeInfo, free: Free | undefined, whole: bigint): Position {
  const { hotkey, netuid, stake, isRegistered } = info;
  const unlocked = free?.available ?? (stake > info.locked ? stake - info.locked : 0n);
  const available = unlocked < stake ? unlocked : stake;
  return {
    hotkey,
    netuid,
    stake,
    available,
    locked: stake - available,
    emission: whole > 0n ? (info.emission * stake) / whole : 0n,
    isRegistered,
  };
}
