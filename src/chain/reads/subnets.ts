import type { ApiPromise } from '@polkadot/api';
import * as v from 'valibot';
import type { SubnetState } from '../contract.ts';
import { ROOT, ROOT_PRICE } from '../root.ts';
import { callApi, readStorage } from '../runtime.ts';
import { Amount, ByteText, Whole } from '../schemas.ts';

const DynamicInfo = v.object({
  netuid: Whole,
  subnetName: ByteText,
  tokenSymbol: ByteText,
  tempo: Whole,
  alphaIn: Amount,
  taoIn: Amount,
  taoInEmission: Amount,
});

const Prices = v.array(v.object({ netuid: Whole, price: Amount }));

/** Every subnet that exists, root first, then by netuid. */
export async function readSubnets(api: ApiPromise): Promise<SubnetState[]> {
  const [infos, prices] = await Promise.all([
    callApi(
      api,
      { api: 'SubnetInfoRuntimeApi', method: 'get_all_dynamic_info' },
      v.array(v.nullable(DynamicInfo)),
    ),
    callApi(api, { api: 'SwapRuntimeApi', method: 'current_alpha_price_all' }, Prices),
  ]);
  const priceOf = new Map(prices.map(({ netuid, price }) => [netuid, price]));
  const present = infos.flatMap((info) => info ?? []).toSorted((a, b) => a.netuid - b.netuid);
  const enabled = await Promise.all(present.map(({ netuid }) => isEnabled(api, netuid)));
  return present.map((info, index) => ({
    netuid: info.netuid,
    name: info.subnetName,
    symbol: info.tokenSymbol,
    price: info.netuid === ROOT ? ROOT_PRICE : (priceOf.get(info.netuid) ?? 0n),
    taoIn: info.taoIn,
    alphaIn: info.alphaIn,
    emission: info.taoInEmission,
    tempo: info.tempo,
    isEnabled: enabled[index] ?? false,
  }));
}

/** Whether a subnet takes stake; root always does. */
async function isEnabled(api: ApiPromise, netuid: number): Promise<boolean> {
  if (netuid === ROOT) return true;
  const item = { pallet: 'subtensorModule', item: 'subtokenEnabled', keys: [netuid] };
  return readStorage(api, item, v.boolean());
}

/** Price of a subnet's alpha now, rao per alpha. */
export async function readPrice(api: ApiPromise, netuid: number): Promise<bigint> {
  if (netuid === ROOT) return ROOT_PRICE;
  const call = { api: 'SwapRuntimeApi', method: 'current_alpha_price', args: [netuid] };
  return callApi(api, call, Amount);
}
