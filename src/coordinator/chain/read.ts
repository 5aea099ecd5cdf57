import type { ChainClient, ChainFacts } from '../../chain/contract.ts';
import type { ChainSnapshot, ChainSubnet, ChainValidators } from '../../protocol/chain-snapshot.ts';

// One reading of the chain, as it crosses the wire.

/** The subnets this product is made for; read whether or not they are registered here. */
export const MISSION_NETUIDS: readonly number[] = [8, 9, 23, 24, 33, 44, 51, 54, 68, 93];

const ROOT = 0;

type Reader = Pick<ChainClient, 'subnets' | 'registrationCost'>;

/**
 * Price, emission, registration cost and tempo of the subnets that exist among `netuids`.
 * @returns everything of a snapshot but where and when it was read
 */
export async function readSnapshot(
  client: Reader,
  { genesis, network, specVersion, block }: ChainFacts,
  netuids: readonly number[],
): Promise<Omit<ChainSnapshot, 'endpoint' | 'atMs' | 'stale'>> {
  const all = await client.subnets();
  const wanted = all.filter(({ netuid }) => netuids.includes(netuid));
  const costs = await Promise.all(wanted.map(({ netuid }) => client.registrationCost(netuid)));
  const subnets = wanted
    .map(({ netuid, name, symbol, price, emission, tempo }, index): ChainSubnet => {
      const cost = costs[index] ?? null;
      return {
        netuid,
        name,
        symbol,
        price: String(price),
        emission: String(emission),
        registrationCost: cost === null ? null : String(cost),
        tempo,
      };
    })
    .toSorted((a, b) => a.netuid - b.netuid);
  const emissionTotal = all
    .filter(({ netuid }) => netuid !== ROOT)
    .reduce((sum, { emission }) => sum + emission, 0n);
  return { genesis, network, specVersion, block, emissionTotal: String(emissionTotal), subnets };
}

/** Everybody who may be staked to, in the chain's order. */
export async function readValidators(
  client: Pick<ChainClient, 'validators'>,
): Promise<ChainValidators['validators']> {
  const list = await client.validators();
  return list.map(({ hotkey, owner, name, take, nominators, netuids }) => ({
    hotkey,
    owner,
    name,
    take,
    nominators,
    netuids: [...netuids],
  }));
}
