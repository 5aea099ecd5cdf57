import type { ApiPromise } from '@polkadot/api';
import * as v from 'valibot';
import type { Balance } from '../contract.ts';
import { readStorage } from '../runtime.ts';
import { Amount } from '../schemas.ts';

const Funds = v.object({ free: Amount, reserved: Amount, frozen: Amount });
const AccountInfo = v.object({ data: Funds });

/** What an account holds; an account that the chain does not know holds nothing. */
export async function readBalance(
  api: ApiPromise,
  address: string,
  existentialDeposit: bigint,
): Promise<Balance> {
  const item = { pallet: 'system', item: 'account', keys: [address] };
  const { data } = await readStorage(api, item, AccountInfo);
  return { free: data.free, transferable: transferable(data, existentialDeposit) };
}

/**
 * What a call may spend with the account kept alive: a freeze counts only as far as the reserved
 * part does not cover it, and the existential deposit stays.
 * Source: frame `pallet_balances`, `reducible_balance` with `Preserve`.
 */
export function transferable(
  { free, reserved, frozen }: v.InferOutput<typeof Funds>,
  existentialDeposit: bigint,
): bigint {
  const frozenFree = frozen > reserved ? frozen - reserved : 0n;
  const kept = frozenFree > existentialDeposit ? frozenFree : existentialDeposit;
  return free > kept ? free - kept : 0n;
}
