import type { ApiPromise } from '@polkadot/api';
import * as v from 'valibot';
import { readStorage } from '../runtime.ts';
import { Amount } from '../schemas.ts';

const pallet = 'subtensorModule';

/** What it costs to enter a subnet now, rao; null while it takes nobody. */
export async function readRegistrationCost(
  api: ApiPromise,
  netuid: number,
): Promise<bigint | null> {
  const keys = [netuid];
  const [isOpen, cost] = await Promise.all([
    readStorage(api, { pallet, item: 'networkRegistrationAllowed', keys }, v.boolean()),
    readStorage(api, { pallet, item: 'burn', keys }, Amount),
  ]);
  return isOpen ? cost : null;
}

/** Smallest stake of runtimes that do not name it in their metadata (before spec 424), rao. */
const EARLIER_MINIMUM = 2_000_000n;

/** Smallest stake operation without the pool's fee, rao of TAO. */
export function minimumStake(api: ApiPromise): bigint {
  const named = api.consts[pallet]?.['initialMinStake'];
  return named ? BigInt(named.toString()) : EARLIER_MINIMUM;
}
